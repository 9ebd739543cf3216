// Programs that start other programs. The table says which an allow looks through, and how; everything else that starts
// what its arguments say is never allowed by itself.
import { RUNNER_PROGRAMS } from './runner-table.ts';

/** Names that stand for a shell, whatever is in front of them. */
export const SHELL_NAME =
  /^(?:ba|z|da|k|mk|a|fi|c|tc|pw|x?on)?sh$|^(?:nu|elvish|powershell|cmd|command\.com)$/;
/** They run a file, or code that stands in their arguments or comes on standard input. */
export const INTERPRETER_NAME =
  /^(?:python[\d.]*|pypy[\d.]*|node(?:js)?|deno|bun|tsx|ts-node|electron|perl[\d.]*|ruby[\d.]*|php[\d.]*|lua[\d.]*|luajit|Rscript|R|julia|groovy|scala|ghci|runghc|runhaskell|elixir|iex|erl|escript|osascript|tclsh[\d.]*|expect|psql|mysql|emacs)$/;
/** A word that is no option may be code for them. */
export const CODE_READER_NAME =
  /^(?:[gmn]?awk|sed|gsed|ed|ex|vim?|vimdiff|nvim|view|gdb|lldb|sqlite3|duckdb|jshell|socat|ncat|nc|netcat)$/;

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
export const REFUSED =
  /^(?:sudo|doas|su|runuser|pkexec|runas|gosu|xargs|exec|eval|source|\.|builtin|coproc|time|gtime|setsid|setpriv|chroot|unshare|nsenter|bwrap|firejail|script|flock|watch|parallel|ssh|sshpass|rsh|busybox|toybox|entr|tmux|screen|strace|ltrace|perf|valgrind|faketime|proxychains4?|torsocks|chrt|taskset|ionice|cpulimit|systemd-run|at|batch|crontab|trap|alias|hash|enable|bind|complete|noglob|nocorrect|dbus-run-session|xvfb-run|start-stop-daemon|daemonize|caffeinate|arch|rlwrap|unbuffer|wsl|winpty|start|Invoke-Expression|iex|conhost|rundll32|mshta|cscript|wscript|sg|newgrp|fakeroot|fakechroot|proot|setarch|linux32|linux64|numactl|prlimit|choom|cgexec|catchsegv|rr|heaptrack|truss|dtruss|ktrace|chpst|envdir|setlock|softlimit|tini|dumb-init|su-exec|with-contenv|s6-.*|ld-linux.*|ld\.so.*|ld-musl.*)$/;

/** Each of its sub-commands or options can run anything: an allow has to say which. */
export const NEEDS_ARGUMENTS =
  /^(?:git|find|fd|npm|pnpm|yarn|yarnpkg|uv|pipx|pip[\d.]*|poetry|hatch|pdm|pipenv|rye|pixi|bundle|composer|mise|asdf|docker|podman|nerdctl|kubectl|helm|make|gmake|just|task|cargo|go|gradle|mvn|dotnet|gh|terraform|ansible-.*|aws|az|gcloud|brew|apt|apt-get|dnf|nix|tar|rsync|curl|wget|scp|sftp|openssl|env|nice|timeout|nohup|command|stdbuf)$/;

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
const MAKE_WORDS =
  /^(?:-f.*|--file(?:=.*)?|--eval(?:=.*)?|SHELL=.*|--makefile(?:=.*)?|-C.*|--directory(?:=.*)?)$/;
/** Short ones, and words, that do the same for one program. */
const RUNNING_WORDS: Readonly<Record<string, RegExp>> = {
  find: /^-(?:exec|execdir|ok|okdir|delete|fprint0?|fprintf|fls)$/,
  fd: /^-[a-zA-Z]*[xX]/,
  // The short one of `git commit` names a commit; that is asked about too.
  git: /^(?:-c.*|ext::.*|-[a-zA-Z]*x|-O.*)$/,
  // What `--template` names has hooks in it.
  'git clone': /^(?:-[a-zA-Z]*[uc]|--conf|--t)/,
  'git init': /^--t/,
  tar: /^-[a-zA-Z]*[IF]/,
  rsync: /^-[a-zA-Z]*e/,
  scp: /^-[oSF]/,
  npm: /^-c$/,
  cmake: /^-[PE]/,
  split: /^--filter(?:=|$)/,
  zip: /^(?:-[a-zA-Z]*T|--unzip-command)/,
  go: /^-(?:exec|toolexec|vettool|overlay|modfile)(?:=|$)/,
  cargo: /^--config(?:=|$)/,
  make: MAKE_WORDS,
  gmake: MAKE_WORDS,
  pytest: /^(?:-p.*|-c.*|--rootdir(?:=.*)?)$/,
};

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
 * @param args of the program, all or those that stand behind the words that a rule names
 * @param command the first one of all
 * @returns the first of them with which the program runs another one
 */
export function wordThatRuns(
  program: string,
  args: readonly string[],
  command = args[0],
): string | undefined {
  const shapes = [program, `${program} ${command}`].flatMap((key) =>
    Object.hasOwn(RUNNING_WORDS, key) ? (RUNNING_WORDS[key] ?? []) : [],
  );
  return args.find((arg) => {
    if (shapes.some((shape) => shape.test(arg))) return true;
    const [option = ''] = arg.split('=', 1);
    // Programs take long options that are cut short.
    return RUNNING_OPTIONS.some(
      (known) => known === option || (option.length > 4 && known.startsWith(option)),
    );
  });
}

/** Whether an allow is looked up for what stands behind it. */
export function isLookedThrough(program: string): boolean {
  return Object.hasOwn(lookedThrough, program);
}

/** Whether a deny looks for a program behind this one too. */
export function startsOthers(program: string): boolean {
  return (
    REFUSED.test(program) ||
    RUNNER_PROGRAMS.has(program) ||
    SHELL_NAME.test(program) ||
    isLookedThrough(program) ||
    /^(?:find|fd|npm|pnpm|yarn|yarnpkg|uv|pipx|poetry|hatch|pdm|pipenv|rye|pixi|bundle|composer|docker|podman|nerdctl|kubectl|oc|make|gmake|cmake|git|nix|direnv|mise|asdf|rbenv|pyenv|nodenv|volta|fnm|conda|mamba|micromamba|ip|dotenvx|doppler|op|infisical|aws-vault|chamber|sops|teller|lxc|incus|vagrant|heroku|watchexec)$/.test(
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
