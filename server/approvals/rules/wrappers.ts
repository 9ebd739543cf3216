// Programs that start other programs. The table says which an allow looks through, and how; everything else that starts
// what its arguments say is never allowed by itself.

/** Names that stand for a shell, whatever is in front of them. */
export const SHELL_NAME =
  /^(?:ba|z|da|k|mk|a|fi|c|tc|pw|x?on)?sh$|^(?:nu|elvish|powershell|cmd|command\.com)$/;
/** They run code that stands in their arguments or comes on standard input. */
const INTERPRETER_NAME =
  /^(?:python[\d.]*|pypy[\d.]*|node(?:js)?|deno|bun|tsx|ts-node|perl[\d.]*|ruby[\d.]*|php[\d.]*|lua[\d.]*|luajit|Rscript|R|julia|groovy|scala|ghci|runghc|runhaskell|elixir|iex|erl|escript|osascript|tclsh[\d.]*|expect|gdb|lldb|sqlite3|psql|mysql|[gmn]?awk|sed|ed|ex|vim?|nvim|emacs)$/;

/** The words behind a wrapper that an allow is looked up for. */
type LookThrough = (args: readonly string[]) => readonly string[] | undefined;

/** `timeout 30 git status` → `git status`; undefined where an option is not known. */
const lookedThrough: Readonly<Record<string, LookThrough>> = {
  timeout: (args) => {
    const rest = withoutOptions(args, /^(?:-v|--verbose|--foreground|--preserve-status)$/, /^-[ks]$/);
    return rest && /^\d+(?:\.\d+)?[smhd]?$/.test(rest[0] ?? '') ? rest.slice(1) : undefined;
  },
  nice: (args) => withoutOptions(args, /^(?:-n-?\d+|--adjustment=-?\d+)$/, /^-n$/),
  nohup: plain,
  command: plain,
  stdbuf: (args) => withoutOptions(args, /^-[ioe](?:L|\d+[KM]?)$/, /^$/),
  // Without an assignment or an option it changes nothing.
  env: (args) => (args[0]?.includes('=') ? undefined : plain(args)),
};

/** They start what their arguments name, and no allow looks through them. */
const REFUSED =
  /^(?:sudo|doas|su|runuser|pkexec|runas|gosu|xargs|exec|eval|source|\.|builtin|coproc|time|gtime|setsid|setpriv|chroot|unshare|nsenter|bwrap|firejail|script|flock|watch|parallel|ssh|sshpass|rsh|busybox|toybox|entr|tmux|screen|strace|ltrace|perf|valgrind|faketime|proxychains4?|torsocks|chrt|taskset|ionice|cpulimit|systemd-run|at|batch|crontab|trap|alias|hash|enable|bind|complete|noglob|nocorrect|dbus-run-session|xvfb-run|start-stop-daemon|daemonize|caffeinate|arch|rlwrap|unbuffer|wsl|winpty|start|Invoke-Expression|iex|conhost|rundll32|mshta|cscript|wscript)$/;

/** Each of its sub-commands or options can run anything: an allow has to say which. */
const NEEDS_ARGUMENTS =
  /^(?:git|find|fd|npx|npm|pnpm|yarn|bunx|uv|uvx|pipx|pip[\d.]*|poetry|hatch|docker|podman|nerdctl|kubectl|helm|make|gmake|just|task|cargo|go|gradle|mvn|dotnet|gh|terraform|ansible.*|aws|az|gcloud|brew|apt|apt-get|dnf|nix|tar|rsync|curl|wget|scp|sftp|openssl|env|nice|timeout|nohup|command|stdbuf)$/;

/** Options with which a program runs another one, or another file than the prefix names. */
const RUNNING_OPTIONS = [
  ...['--exec', '--exec-batch', '--receive-pack', '--upload-pack', '--to-command', '--rsh'],
  ...['--use-compress-program', '--checkpoint-action', '--ext-diff', '--textconv', '--open-files-in-pager'],
  ...['--rsync-path', '--init-file', '--rcfile', '--shell', '--script-shell', '--node-options', '--require'],
  ...[
    '--import',
    '--eval',
    '--print',

    '--compress-program',
    '--preprocessor',
    '--hostname-bin',
  ],
  ...[
    '--pre',
    '--call',
    '--url-shell',
    '--engine',
    '--loader',
    '--experimental-loader',
    '--pager',
    '--editor',
  ],
];
/** Short ones, and words, that do the same for one program. */
const RUNNING_WORDS: Readonly<Record<string, RegExp>> = {
  find: /^-(?:exec|execdir|ok|okdir|delete|fprint0?|fprintf|fls)$/,
  fd: /^-[a-zA-Z]*[xX]/,
  // The short one of `git commit` names a commit; that is asked about too.
  git: /^(?:-c.*|ext::.*|-[a-zA-Z]*x|-O.*)$/,
  tar: /^-[a-zA-Z]*[IF]/,
  rsync: /^-[a-zA-Z]*e/,
  scp: /^-[oSF]/,
  npm: /^-c$/,
  npx: /^-c$/,
  go: /^-(?:exec|toolexec|vettool|overlay|modfile)(?:=|$)/,
  cargo: /^--config(?:=|$)/,
  make: /^(?:-f.*|--file(?:=.*)?|--eval(?:=.*)?|SHELL=.*|--makefile(?:=.*)?|-C.*|--directory(?:=.*)?)$/,
  pytest: /^(?:-p.*|-c.*|--rootdir(?:=.*)?)$/,
};

/** @returns why an allow for this is off; undefined where it is not too wide */
export function whyTooWide(program: string, argumentPrefix: readonly string[]): string | undefined {
  const [first = '', second] = argumentPrefix;
  if (SHELL_NAME.test(program)) return `${program} runs any text: name the commands themselves`;
  if (REFUSED.test(program)) return `${program} starts other programs: name those`;
  if (/^[A-Z][a-z]+-[A-Z]\w*$/.test(program) || /\.(?:exe|cmd|bat|com|ps1)$/i.test(program))
    return 'commands of PowerShell and cmd are always asked about';
  if (Object.hasOwn(lookedThrough, program))
    return `${program} starts another program: name that one; an allow for it counts behind ${program} too`;
  if (INTERPRETER_NAME.test(program)) {
    const namesFile = first !== '' && !first.startsWith('-');
    const namesModule = /^python/.test(program) && first === '-m' && second !== undefined;
    if (!namesFile && !namesModule)
      return `${program} runs any code: name the file it runs, like \`${program} scripts/build\``;
  }
  if (NEEDS_ARGUMENTS.test(program) && (first === '' || first.startsWith('-')))
    return `${program} alone can do anything: name what it does${exampleFor(program)}`;
  return undefined;
}

/** What people allow of those that need arguments. */
const EXAMPLES: Readonly<Record<string, string>> = {
  git: 'git status',
  find: 'find src',
  fd: 'fd src',
  npx: 'npx tsc',
  npm: 'npm test',
  pnpm: 'pnpm test',
  yarn: 'yarn test',
  uv: 'uv run pytest',
  pip: 'pip list',
  poetry: 'poetry run pytest',
  docker: 'docker compose up',
  podman: 'podman compose up',
  kubectl: 'kubectl get pods',
  helm: 'helm list',
  make: 'make test',
  just: 'just test',
  cargo: 'cargo test',
  go: 'go test',
  gradle: 'gradle test',
  mvn: 'mvn test',
  dotnet: 'dotnet test',
  gh: 'gh pr view',
  terraform: 'terraform plan',
  curl: 'curl https://api.example.com',
  wget: 'wget https://api.example.com',
  tar: 'tar tf',
  brew: 'brew list',
};

function exampleFor(program: string): string {
  return Object.hasOwn(EXAMPLES, program) ? `, like \`${EXAMPLES[program]}\`` : '';
}

/**
 * Wrappers that change nothing about what is allowed are taken away, one behind the other.
 * @returns undefined where one has options that are not known
 */
export function withoutWrappers(words: readonly string[]):
  | {
      readonly words: readonly string[];
      /** The wrappers themselves, as they were written. */
      readonly wrappers: readonly string[];
    }
  | undefined {
  const wrappers: string[] = [];
  let rest = words;
  for (;;) {
    const [program = '', ...args] = rest;
    const name = program.replace(/^\/(?:usr\/)?bin\//, '');
    const lookThrough = Object.hasOwn(lookedThrough, name) ? lookedThrough[name] : undefined;
    if (!lookThrough) return rest.length > 0 ? { words: rest, wrappers } : undefined;
    const inner = lookThrough(args);
    if (!inner || inner.length === 0) return undefined;
    wrappers.push(program);
    rest = inner;
  }
}

/**
 * @param args what stands behind the words that a rule names
 * @returns the first of them with which the program runs another one
 */
export function wordThatRuns(program: string, args: readonly string[]): string | undefined {
  const words = Object.hasOwn(RUNNING_WORDS, program) ? RUNNING_WORDS[program] : undefined;
  return args.find((arg) => {
    if (words?.test(arg)) return true;
    const [option = ''] = arg.split('=', 1);
    // Programs take long options that are cut short.
    return RUNNING_OPTIONS.some(
      (known) => known === option || (option.length > 4 && known.startsWith(option)),
    );
  });
}

/** Whether a deny looks for a program behind this one too. */
export function startsOthers(program: string): boolean {
  return (
    REFUSED.test(program) ||
    SHELL_NAME.test(program) ||
    Object.hasOwn(lookedThrough, program) ||
    /^(?:find|fd|npx|npm|pnpm|yarn|bunx|uv|uvx|pipx|poetry|hatch|docker|podman|nerdctl|kubectl|make|git|nix|nix-shell|direnv|mise|asdf|rbenv|pyenv|bundle|conda|mamba|ip|dotenv|dotenvx|doppler|op|aws-vault|chamber|sops|with-contenv|tini|dumb-init|su-exec)$/.test(
      program,
    )
  );
}

function plain(args: readonly string[]): readonly string[] | undefined {
  return args[0]?.startsWith('-') ? undefined : args;
}

function withoutOptions(
  args: readonly string[],
  alone: RegExp,
  withValue: RegExp,
): readonly string[] | undefined {
  let at = 0;
  for (;;) {
    const arg = args[at] ?? '';
    if (!arg.startsWith('-')) return args.slice(at);
    if (alone.test(arg)) at += 1;
    else if (withValue.test(arg)) at += 2;
    else return undefined;
  }
}
