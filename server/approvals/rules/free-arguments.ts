// What may stand behind the words of an allow. An option can name another program, configuration or output file in
// countless ways (`make -kf`, `gcc -wrapper`, `npm --userconfig`), so only the listed ones pass; the rest is asked.

/** By program: options that only change what the command says, or which part of the work it does. */
const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  git: ['-m', '-q', '-qm', '-am', '--message', '-A', '--all', '-u', '--set-upstream', '--tags', '--no-edit'],
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

/** An address or a path here names a repository with hooks of its own, or a setting that names a program. */
const GIT_TARGETS = new Set([
  'push',
  'fetch',
  'pull',
  'clone',
  'remote',
  'ls-remote',
  'submodule',
  'archive',
]);

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
  const end = RUNS_SCRIPTS.has(name) ? rest.indexOf('--') : -1;
  const checked = end < 0 ? rest : rest.slice(0, end);
  const operands = checked.filter((word) => !isOption(word));
  return (
    checked.find((word) => (isOption(word) ? !isFreeOption(name, word) : /^@|^[\w-]+=/.test(word))) ??
    (name === 'git' ? wordNotFreeOfGit(prefix, operands) : undefined)
  );
}

/** Only a remote by its name, and branches by theirs. */
function wordNotFreeOfGit(
  [command = '', ...named]: readonly string[],
  operands: readonly string[],
): string | undefined {
  if (command === 'config') return operands[0];
  if (!GIT_TARGETS.has(command)) return undefined;
  return operands.find((word, at) => (at === 0 && named.length === 0 ? /[/\\:.]/ : /[:+]|^\./).test(word));
}

function isOption(word: string): boolean {
  return /^[-+]/.test(word);
}

function isFreeOption(name: string, word: string): boolean {
  return OPTIONS[name]?.includes(word) === true || (name === 'make' && /^-j\d+$/.test(word));
}
