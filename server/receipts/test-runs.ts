// Which commands run tests, and what their exit code says about them.
import { readScript } from '../approvals/shell-script.ts';

/** Programs that do nothing else. */
const RUNNERS = new Set([
  'pytest',
  'py.test',
  'jest',
  'vitest',
  'mocha',
  'ava',
  'rspec',
  'phpunit',
  'ctest',
  'tox',
  'nox',
  'bats',
  'pest',
]);

/** By program: the words its arguments begin with. */
const COMMANDS: readonly (readonly [program: string, words: RegExp])[] = [
  ['npm', /^(?:(?:run|run-script) )?(?:t|tst|test)\b/],
  ['pnpm', /^(?:-r |run )?test\b/],
  ['yarn', /^(?:run )?test\b/],
  ['bun', /^(?:run )?test\b/],
  ['npx', /^(?:-y |--yes )?(?:vitest|jest|mocha|ava|playwright test|cypress run)\b/],
  ['playwright', /^test\b/],
  ['cypress', /^run\b/],
  ['deno', /^test\b/],
  ['node', /^--test\b/],
  ['python', /^-m (?:pytest|unittest)\b/],
  ['python3', /^-m (?:pytest|unittest)\b/],
  ['uv', /^run (?:pytest|python -m (?:pytest|unittest))\b/],
  ['poetry', /^run (?:pytest|python -m (?:pytest|unittest))\b/],
  ['cargo', /^(?:test|nextest run)\b/],
  ['go', /^test\b/],
  ['make', /^(?:test|check)\b/],
  ['just', /^test\b/],
  ['mvn', /^(?:-\S+ )*(?:test|verify)\b/],
  ['gradle', /^(?:-\S+ )*(?:test|check)\b/],
  ['gradlew', /^(?:-\S+ )*(?:test|check)\b/],
  ['dotnet', /^test\b/],
  ['swift', /^test\b/],
  ['mix', /^test\b/],
  ['bundle', /^exec (?:rspec|rake test|rails test)\b/],
  ['rails', /^test\b/],
  ['rake', /^test\b/],
  ['sbt', /^test\b/],
  ['bazel', /^test\b/],
];

export interface TestRun {
  /** Whether exit code 0 means that the tests passed: the text is that command alone, or a chain of `&&`. */
  readonly isTold: boolean;
}

/**
 * @param text as the engine shows it, with its `bash -lc`
 * @returns undefined where no command of it is known to run tests
 */
export function testRunOf(text: string): TestRun | undefined {
  const script = readScript(text);
  if (script.kind === 'not-plain') return undefined;
  const runsTests = script.commands.some((command) => isTestRun(command.map(({ value }) => value)));
  if (!runsTests) return undefined;
  return { isTold: script.commands.length === 1 || isChain(text) };
}

function isTestRun([program = '', ...args]: readonly string[]): boolean {
  const name = program.split('/').at(-1) ?? '';
  const words = args.join(' ');
  return RUNNERS.has(name) || COMMANDS.some(([known, pattern]) => known === name && pattern.test(words));
}

/** Only `&&` between the commands: any other join hides the exit code of the tests. */
function isChain(text: string): boolean {
  return text.includes('&&') && !/[|;\n]/.test(text);
}
