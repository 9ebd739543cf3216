// Commands that run what their other words name: another program, or code that nobody has seen. No allow covers them, and
// a deny looks behind them.

interface Runners {
  /** A clause that continues the command. */
  readonly does: string;
  /** A program, or one with the words that make it run others. */
  readonly commands: readonly string[];
}

const CONTAINERS = ['docker', 'podman', 'nerdctl'].flatMap((program) => [
  `${program} run`,
  `${program} exec`,
  `${program} debug`,
  `${program} compose run`,
  `${program} compose exec`,
]);
const CLUSTERS = ['kubectl', 'oc', 'k3s kubectl', 'microk8s kubectl', 'minikube kubectl'].flatMap(
  (program) => [`${program} exec`, `${program} run`, `${program} debug`, `${program} attach`],
);

export const RUNNERS: readonly Runners[] = [
  {
    does: 'runs a program that it may download first',
    commands: [
      ...['npx', 'pnpx', 'bunx', 'uvx', 'dnx', 'pkgx', 'corepack', 'pnpm dlx', 'pnpm exec', 'pnpm create'],
      ...['npm exec', 'npm init', 'npm create', 'npm innit', 'npm explore', 'yarn dlx', 'yarn exec'],
      ...['yarn create', 'yarnpkg dlx', 'yarnpkg exec', 'yarnpkg create', 'bun x', 'bun create', 'bun exec'],
      ...['uv tool run', 'uv x', 'pipx run', 'pipx runpip', 'rye tools run', 'hatch tool run', 'deno x'],
      ...['deno create', 'nix run', 'nix shell', 'nix develop', 'nix-shell', 'guix shell', 'flatpak run'],
      ...['snap run', 'gh extension', 'comma', 'composer exec', 'dotnet tool run', 'dotnet tool exec'],
    ],
  },
  {
    does: 'runs any command in a container or on another machine',
    commands: [
      ...CONTAINERS,
      ...CLUSTERS,
      ...['ssh', 'autossh', 'mosh', 'dbclient', 'plink', 'pdsh', 'clush', 'rsh', 'telnet', 'tailscale ssh'],
      ...['vagrant ssh', 'lxc exec', 'incus exec', 'machinectl shell', 'systemd-nspawn', 'toolbox run'],
      ...['distrobox enter', 'distrobox-enter', 'apptainer exec', 'apptainer run', 'apptainer shell'],
      ...['singularity exec', 'singularity run', 'singularity shell', 'devcontainer exec', 'multipass exec'],
      ...['limactl shell', 'lima', 'colima ssh', 'orb', 'adb shell', 'heroku run', 'fly ssh', 'flyctl ssh'],
      ...['fly console', 'flyctl console', 'railway run', 'railway ssh', 'gcloud compute ssh', 'az ssh'],
      ...['az vm run-command', 'aws ssm', 'aws ecs execute-command', 'gh codespace ssh', 'gh cs ssh'],
      ...['ansible', 'ansible-console', 'salt', 'act', 'crictl exec', 'ctr run', 'ctr task exec'],
    ],
  },
  {
    does: 'starts the program that its other words name',
    commands: [
      ...['mise exec', 'mise x', 'asdf exec', 'rbenv exec', 'pyenv exec', 'nodenv exec', 'volta run'],
      ...['fnm exec', 'conda run', 'mamba run', 'micromamba run', 'direnv exec', 'devbox run', 'dotenv'],
      ...['dotenvx run', 'op run', 'doppler run', 'infisical run', 'chamber exec', 'aws-vault exec'],
      ...['sops exec-env', 'sops exec-file', 'teller run', 'env-cmd', 'cross-env', 'cross-env-shell'],
      ...['concurrently', 'nodemon', 'watchexec', 'chokidar', 'hyperfine', 'lerna exec', 'nx exec'],
      ...['rush exec', 'git bisect run', 'git submodule foreach', 'git filter-branch', 'git hook'],
      ...[
        'git for-each-repo',
        'git difftool',
        'git mergetool',
        'git instaweb',
        'git daemon',
        'ip netns exec',
      ],
      ...[
        'ip vrf exec',
        'cargo watch',
        'rustup run',
        'mvn exec:exec',
        'mvn exec:java',
        'wine',
        'qemu-x86_64',
      ],
      ...['qemu-aarch64', 'open', 'xdg-open', 'gio open', 'gio launch', 'gtk-launch', 'deno eval'],
      ...['deno repl', 'bun repl', 'go tool', 'rails runner', 'rails console', 'busctl call'],
    ],
  },
  {
    does: 'serves or contacts whatever repository its other words name',
    commands: [
      ...['git upload-pack', 'git receive-pack', 'git upload-archive', 'git send-pack', 'git fetch-pack'],
      ...['git shell', 'git http-backend', 'git cvsserver', 'git remote-ext', 'git remote-fd'],
      ...['git request-pull', 'git send-email', 'git svn', 'git p4'],
    ],
  },
  {
    does: 'obeys settings and hooks that Codex may write',
    commands: ['hg', 'chg', 'sl', 'jj', 'svn', 'fossil', 'bzr', 'brz', 'darcs', 'pijul'],
  },
  {
    does: 'changes what other programs run later',
    commands: [
      ...['git config', 'npm config set', 'npm set', 'pnpm config set', 'pnpm set', 'yarn config set'],
      ...[
        'yarnpkg config set',
        'pip config',
        'pip3 config',
        'gh alias',
        'gh config',
        'launchctl',
        'schtasks',
      ],
    ],
  },
  {
    does: 'is an agent that runs what it is told',
    commands: [
      ...['codex', 'claude', 'gemini', 'aider', 'opencode', 'cursor-agent', 'goose', 'amp', 'qwen', 'crush'],
      ...['copilot', 'gh copilot', 'droid', 'auggie', 'q chat'],
    ],
  },
];

/** Those that do it whatever their words are. */
export const RUNNER_PROGRAMS: ReadonlySet<string> = new Set(
  RUNNERS.flatMap(({ commands }) => commands.filter((command) => !command.includes(' '))),
);
