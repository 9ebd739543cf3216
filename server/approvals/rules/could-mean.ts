// Whether a command could be what words mean: as a rule that denies or asks looks at it, with everything that could stand
// in between and in every known spelling.
import type { PossibleCommand } from './possible-commands.ts';
import { programKey } from './possible-commands.ts';
import type { CommandSubject } from './rule.ts';
import { spellingsOf, withoutManagementWords } from './spellings.ts';

/** A program and words behind it. */
type Words = Pick<CommandSubject, 'program' | 'argumentPrefix'>;

/**
 * The words of the rule stand behind the program in their order, with options and their values anywhere between them:
 * `git -c a=b push` is a `git push`. Its options stand anywhere. Both may be written in another way.
 * @returns the test, made once for many commands
 */
export function couldMean(rule: Words): (command: PossibleCommand) => boolean {
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
export function keysOf({ program, argumentPrefix }: Words): [string, string?] {
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
