// Whether a rule is about a command. An allow is about exactly the words of one simple command and one file; a deny and
// an ask are about everything that could be meant.
import type { PlainCommand } from '../shell-script.ts';
import { wordNotFree } from './free-arguments.ts';
import type { PossibleCommand } from './possible-commands.ts';
import { programKey } from './possible-commands.ts';
import type { FindProgram } from './program-file.ts';
import type { RuleSubject } from './rule.ts';
import { spellingsOf, withoutManagementWords } from './spellings.ts';
import { withoutWrappers, wordThatRuns } from './wrappers.ts';

export type CommandSubject = Extract<RuleSubject, { kind: 'command' }>;

/** What cmd would replace. */
const VARIABLE_OF_CMD = /%[A-Za-z_]\w*%/;

/** A simple command as allows are looked up for it. */
export interface NamedCommand {
  readonly name: string;
  readonly realPath: string;
  readonly args: readonly string[];
}

/**
 * @param place where it would run; real paths
 * @returns undefined where nothing could be allowed: a pattern, an unknown option of a wrapper, a program that is not
 *   found or comes from inside the folder
 */
export function namedCommand(
  words: PlainCommand,
  place: { readonly folder: string; readonly cwd: string },
  find: FindProgram,
): NamedCommand | undefined {
  if (words.some(({ value, isGlob }) => isGlob || VARIABLE_OF_CMD.test(value))) return undefined;
  const inner = withoutWrappers(words.map(({ value }) => value));
  if (!inner) return undefined;
  const { wrappers } = inner;
  if (wrappers.some((wrapper) => wrapper !== 'command' && !find(wrapper, place))) return undefined;
  const [program = '', ...args] = inner.words;
  const found = find(program, place);
  return found && { ...found, args };
}

/** @returns why an allow for this does not cover it, as a clause; undefined where it does */
export function whyNotCovered(
  rule: CommandSubject,
  { name, realPath, args }: NamedCommand,
): string | undefined {
  const { program, resolvedPath, argumentPrefix, isExact } = rule;
  if (program !== name) return `it is about ${program}`;
  if (resolvedPath !== realPath) return `it is for ${resolvedPath}, and this is ${realPath}`;
  const other = argumentPrefix.findIndex((word, at) => word !== args[at]);
  if (other !== -1) return `it says ${argumentPrefix[other]}, and the command ${args[other] ?? 'ends there'}`;
  const rest = args.slice(argumentPrefix.length);
  if (isExact && rest.length > 0) return `it allows no other arguments, and here stands ${rest[0]}`;
  const runs = wordThatRuns(name, rest);
  if (runs !== undefined) return `${runs} can run another program`;
  const word = wordNotFree(name, argumentPrefix, rest);
  return word === undefined ? undefined : `${word} behind its words may change what the command does`;
}

/**
 * The words of the rule stand behind the program in their order, with options and their values anywhere between them:
 * `git -c a=b push` is a `git push`. Its options stand anywhere. Both may be written in another way.
 * @returns the test, made once for many commands
 */
export function couldMean(rule: CommandSubject): (command: PossibleCommand) => boolean {
  const [ownKey, joinedKey] = keysOf(rule);
  const named = withoutManagementWords(ownKey, rule.argumentPrefix);
  const command = named.find((word) => !isOption(word));
  const spellings = (word: string) => spellingsOf(ownKey, command, word);
  const tests = named.map((word, at) => {
    const option = named[at - 1] ?? '';
    return isOption(word)
      ? optionTest(word, spellings)
      : wordTest(word, isOption(option) ? spellings(option) : [], spellings(word));
  });
  return ({ key, args: argsOf }) => {
    if (key !== ownKey && key !== joinedKey) return false;
    const args = withoutManagementWords(ownKey, argsOf());
    let at = 0;
    for (const test of key === ownKey ? tests : tests.slice(1)) {
      at = test(args, at);
      if (at === -1) return false;
    }
    return true;
  };
}

/** @returns the place behind what was found; -1 where it is not there */
type WordTest = (args: readonly string[], from: number) => number;

function optionTest(word: string, spellings: (word: string) => readonly string[]): WordTest {
  const [option = '', value] = word.split(/=(.*)/s, 2);
  const ways = spellings(word);
  const letters = lettersOf(word).map(spellings);
  const options = spellings(option);
  const isMeant = (args: readonly string[]) =>
    isWritten(ways, args) ||
    (value === undefined
      ? letters.every((letter) => isWritten(letter, args))
      : options.some((spelling) => hasValue(spelling, value, args)));
  return (args, from) => (isMeant(args) ? from : -1);
}

/** @param options that it could be the value of */
function wordTest(word: string, options: readonly string[], ways: readonly string[]): WordTest {
  return (args, from) => {
    if (options.some((option) => hasValue(option, word, args))) return from;
    const at = indexBehindOptions(ways, args, from);
    return at === -1 ? -1 : at + 1;
  };
}

/** What a rule that denies or asks is looked up by: `git push` is `git-push` too, as `docker compose` is. */
export function keysOf({ program, argumentPrefix }: CommandSubject): [string, string?] {
  const own = programKey(program);
  const [first] = argumentPrefix;
  return first === undefined || first.startsWith('-') ? [own] : [own, `${own}-${first.toLowerCase()}`];
}

function indexBehindOptions(words: readonly string[], args: readonly string[], from: number): number {
  for (let at = from; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (words.includes(arg)) return at;
    const isValue = at > 0 && isOption(args[at - 1] ?? '');
    if (!isOption(arg) && !isValue) return -1;
  }
  return -1;
}

function isOption(arg: string): boolean {
  return /^[-+]./.test(arg);
}

/** `-rf` is `-r` and `-f`. */
function lettersOf(option: string): readonly string[] {
  return /^-[A-Za-z]{2,}$/.test(option) ? [...option.slice(1)].map((letter) => `-${letter}`) : [option];
}

function isWritten(spellings: readonly string[], args: readonly string[]): boolean {
  return spellings.some((spelling) => spelling.split(' ').every((part) => isThere(part, args)));
}

function isThere(spelling: string, args: readonly string[]): boolean {
  if (spelling.endsWith('…')) {
    const start = spelling.slice(0, -1);
    return args.some((arg) => arg.startsWith(start) && arg.length > start.length);
  }
  const [option = '', value] = spelling.split(/=(.*)/s, 2);
  return value === undefined ? hasOption(option, args) : hasValue(option, value, args);
}

/** `--network=host` is `--network host`, and `-XPOST` is `-X POST`. */
function hasValue(option: string, value: string, args: readonly string[]): boolean {
  return args.some(
    (arg, at) =>
      arg === `${option}=${value}` ||
      (arg === option && args[at + 1] === value) ||
      (option.length === 2 && arg === `${option}${value}`),
  );
}

/** `-rf` is there as `-fr`, and as `-r -f`; `--force` as `--force=yes` and `--forc`; `-auto` as `--auto`. */
function hasOption(option: string, args: readonly string[]): boolean {
  const bare = option.replace(/^-+/, '');
  const isThisOne = (arg: string) => arg === option || (bare.length > 1 && arg.replace(/^-+/, '') === bare);
  if (args.some((arg) => isOption(arg) && isThisOne(arg.split('=', 1)[0] ?? ''))) return true;
  if (option.startsWith('--')) {
    return args.some((arg) => {
      const [name = ''] = arg.split('=', 1);
      return name.length > 3 && option.startsWith(name);
    });
  }
  const letters = args.filter((arg) => /^-[A-Za-z]+$/.test(arg)).join('');
  return /^-[A-Za-z]+$/.test(option) && [...option.slice(1)].every((letter) => letters.includes(letter));
}
