// What may stand behind the words of an allow. An option can name another program, configuration or output file in
// countless ways (`make -kf`, `gcc -wrapper`, `npm --userconfig`), so only the listed ones pass; the rest is asked.
import { gitArguments } from './git-commands.ts';

/**
 * By program, or by program and sub-command: options that only change what the command says, or which part of the work it
 * does. One letter means another thing in another sub-command of git: `-u` is a program for `clone`, `-m` renames a branch.
 */
const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  'git add': ['-A', '--all', '-u'],
  'git commit': ['-m', '--message', '-q', '-qm', '-am', '--all', '--no-edit'],
  'git push': ['-q', '-u', '--set-upstream', '--all', '--tags'],
  'git fetch': ['-q', '--all', '--tags'],
  'git pull': ['-q', '--all', '--tags', '--no-edit'],
  'git merge': ['-m', '-q', '--no-edit'],
  'git tag': ['-m', '--message'],
  'git stash': ['-m', '-q', '-u', '--message'],
  'git log': ['-m', '-q', '-u', '--all', '--tags'],
  'git show': ['-m', '-q', '-u'],
  'git diff': ['-q', '-u'],
  'git branch': ['-q', '--all'],
  'git checkout': ['-q'],
  'git switch': ['-q'],
  'git restore': ['-q'],
  'git reset': ['-q'],
  'git rebase': ['-q'],
  'git rm': ['-q'],
  'git revert': ['--no-edit'],
  'git cherry-pick': ['--no-edit'],
  'git describe': ['--all', '--tags'],
  npm: ['-s', '--silent'],
  pnpm: ['-s', '--silent'],
  yarn: ['-s', '--silent'],
  cargo: ['-p', '--package', '--release', '--workspace', '--all-targets', '-q', '-v'],
  go: ['-v', '-run', '-count', '-race', '-short'],
  make: ['-j', '-s', '-k', '-B', '-n'],
  pytest: ['-q', '-v', '-x', '-k'],
};

/** What stands behind `--` goes to a script of the package, which could run anything already. */
const RUNS_SCRIPTS = new Set(['npm', 'pnpm', 'yarn']);

/** An address or a path here names a repository with hooks of its own. */
const GIT_TARGETS = new Set(['push', 'fetch', 'pull', 'ls-remote', 'archive']);

/** Each word here may be an address, a path, or what a name stands for later. */
const ALL_NAMED_OF_GIT = new Set(['config', 'remote', 'clone', 'submodule']);

/** They contact whatever their words name. */
const ALL_NAMED = /^(?:curl|curlie|wget2?|aria2c|https?|xh|lynx|w3m|lftp|ftp|tftp|scp|sftp|rsync|rclone)$/;

/**
 * @param name of the program
 * @param prefix the arguments the rule names
 * @param rest the arguments behind them
 * @returns the first of them that an allow does not cover; undefined where it covers all
 */
export function wordNotFree(
  name: string,
  prefix: readonly string[],
  rest: readonly string[],
): string | undefined {
  const git = gitArguments(name, prefix);
  const end = RUNS_SCRIPTS.has(name) ? rest.indexOf('--') : -1;
  const checked = end < 0 ? rest : rest.slice(0, end);
  const operands = checked.filter((word) => !isOption(word));
  const options = OPTIONS[git ? `git ${git[0]}` : name] ?? [];
  const isFree = (word: string) => options.includes(word) || (name === 'make' && /^-j\d+$/.test(word));
  return (
    checked.find((word) => (isOption(word) ? !isFree(word) : /^@|^[\w-]+=/.test(word))) ??
    (git ? wordNotFreeOfGit(git, operands) : ALL_NAMED.test(name) ? operands[0] : undefined)
  );
}

/** Only a remote by its name, and branches by theirs. */
function wordNotFreeOfGit(
  [command = '', ...named]: readonly string[],
  operands: readonly string[],
): string | undefined {
  if (ALL_NAMED_OF_GIT.has(command)) return operands[0];
  if (!GIT_TARGETS.has(command)) return undefined;
  return operands.find((word, at) => (at === 0 && named.length === 0 ? /[/\\:.]/ : /[:+]|^\./).test(word));
}

function isOption(word: string): boolean {
  return /^[-+]/.test(word);
}
