// What no allow may be about: words that leave open what is run, and commands that run what other words name.
import { startsPatchbay } from '../own-program.ts';
import { couldMean, keysOf } from './could-mean.ts';
import { programKey } from './possible-commands.ts';
import { RUNNERS } from './runner-table.ts';
import {
  CODE_READER_NAME,
  INTERPRETER_NAME,
  isLookedThrough,
  NEEDS_ARGUMENTS,
  REFUSED,
  SHELL_NAME,
  wordThatRuns,
} from './wrappers.ts';

/** What people allow of programs that need arguments. */
const EXAMPLES: Readonly<Record<string, string>> = {
  git: 'git status',
  find: 'find src',
  fd: 'fd src',
  npm: 'npm test',
  pnpm: 'pnpm test',
  yarn: 'yarn test',
  uv: 'uv run pytest',
  pip: 'pip list',
  poetry: 'poetry run pytest',
  bundle: 'bundle exec rspec',
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

/** They run a program of the project that the next word names; that one is looked at too. */
const PROJECT_RUNNERS: readonly (readonly string[])[] = [
  ...['uv', 'poetry', 'pdm', 'hatch', 'pipenv', 'rye', 'pixi'].map((program) => [program, 'run']),
  ['bundle', 'exec'],
];
/** The same, unless the word is the name of a script of the package. */
const SCRIPT_RUNNERS: readonly (readonly string[])[] = [
  ...['pnpm', 'yarn', 'yarnpkg', 'bun'].flatMap((program) => [[program, 'run'], [program]]),
];
/** Names of scripts that programs have too. */
const SCRIPT_NAME = /^(?:start|watch|script|run|exec|time|batch|perf|trap|screen|arch|hash|bind|complete)$/;

/** Modules of Python that run what other words name. */
const RUNNING_MODULE =
  /^(?:code|timeit|pdb|i?profile|cProfile|trace|runpy|idlelib|IPython|bdb|coverage|debugpy|pipx|uv)$/;

const runners = new Map<string, { words: string; does: string; means: ReturnType<typeof couldMean> }[]>();
for (const { does, commands } of RUNNERS) {
  for (const words of commands) {
    const [program = '', ...argumentPrefix] = words.split(' ');
    for (const key of keysOf({ program, argumentPrefix })) {
      if (key === undefined) continue;
      const known = { words, does, means: couldMean({ program, argumentPrefix }) };
      runners.set(key, [...(runners.get(key) ?? []), known]);
    }
  }
}

/** @returns why an allow for this is off; undefined where it is not too wide */
export function whyTooWide(program: string, argumentPrefix: readonly string[]): string | undefined {
  const [first = '', second] = argumentPrefix;
  if (SHELL_NAME.test(program)) return `${program} runs any text: name the commands themselves`;
  if (REFUSED.test(program)) return `${program} starts other programs: name those`;
  if (/^[A-Z][a-z]+-[A-Z]\w*$/.test(program) || /\.(?:exe|cmd|bat|com|ps1)$/i.test(program))
    return 'commands of PowerShell and cmd are always asked about';
  if (isLookedThrough(program))
    return `${program} starts another program: name that one; an allow for it also counts with ${program} in front`;
  if (INTERPRETER_NAME.test(program)) {
    const namesFile = first !== '' && !first.startsWith('-');
    const namesModule = /^python/.test(program) && first === '-m' && second !== undefined;
    if (!namesFile && !namesModule)
      return `${program} runs any code: name the file it runs, like \`${program} scripts/build\``;
  }
  const never = whyNeverAllowed(program, argumentPrefix);
  if (never !== undefined) return never;
  if (NEEDS_ARGUMENTS.test(program) && (first === '' || first.startsWith('-')))
    return `${program} alone can do anything: name what it does${exampleFor(program)}`;
  const runner = PROJECT_RUNNERS.find((words) => isWritten(words, program, argumentPrefix));
  return runner && argumentPrefix.length < runner.length
    ? `${runner.join(' ')} runs any program: name that one too, like \`${runner.join(' ')} pytest\``
    : undefined;
}

/**
 * @param args all of them: what runs others may stand behind the words that a rule names
 * @returns why no allow covers it, as a clause; undefined where one can
 */
export function whyNeverAllowed(program: string, args: readonly string[]): string | undefined {
  const key = programKey(program);
  const named = `\`${[program, ...args].join(' ')}\``;
  if (startsPatchbay(program, args))
    return `${named} starts Patchbay itself, so a person is asked every time`;
  if (CODE_READER_NAME.test(key))
    return `${program} runs code from its arguments, so a person is asked every time`;
  const command = { key, args: () => args };
  const runner = runners.get(key)?.find(({ means }) => means(command));
  if (runner) return `\`${runner.words}\` ${runner.does}, so a person is asked every time`;
  const word = wordThatRuns(program, args);
  if (word !== undefined) return `${word} can run another program, so a person is asked every time`;
  if (/^(?:python|pypy)/.test(key) && args[0] === '-m' && RUNNING_MODULE.test(args[1] ?? ''))
    return `\`${program} -m ${args[1]}\` runs any code, so a person is asked every time`;
  // An address or a version: it is downloaded.
  if (/^(?:go|deno)$/.test(key) && args[0] === 'run' && args.some((arg) => /[@:]/.test(arg)))
    return `${named} downloads what it runs, so a person is asked every time`;
  return whyNotRunByProject(program, args);
}

/** `uv run sh` is `sh`. */
function whyNotRunByProject(program: string, args: readonly string[]): string | undefined {
  const ofProject = PROJECT_RUNNERS.find((words) => isWritten(words, program, args));
  const runner = ofProject ?? SCRIPT_RUNNERS.find((words) => isWritten(words, program, args));
  const [inner, ...rest] = args.slice((runner?.length ?? args.length + 1) - 1);
  if (!runner || inner === undefined) return undefined;
  if (ofProject && (inner.startsWith('-') || inner.includes(':')))
    return `\`${runner.join(' ')}\` needs the program right after it, and here that is ${inner}`;
  return !ofProject && SCRIPT_NAME.test(inner) ? undefined : whyTooWide(inner, rest);
}

function isWritten(words: readonly string[], program: string, args: readonly string[]): boolean {
  return words.every((word, at) => word === (at === 0 ? program : args[at - 1]));
}

function exampleFor(program: string): string {
  return Object.hasOwn(EXAMPLES, program) ? `, like \`${EXAMPLES[program]}\`` : '';
}
