// Whether an allow is about a command: about exactly its words, and the very file its program is.
import type { PlainCommand } from '../shell-script.ts';
import { wordNotFree } from './free-arguments.ts';
import type { FindProgram } from './program-file.ts';
import type { CommandSubject } from './rule.ts';
import { whyNeverAllowed } from './too-wide.ts';
import { withoutWrappers, wordThatRuns } from './wrappers.ts';

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
  if (other !== -1)
    return `it says ${argumentPrefix[other]}, and the command ${args[other] === undefined ? 'ends before that' : `says ${args[other]}`}`;
  const rest = args.slice(argumentPrefix.length);
  if (isExact && rest.length > 0) return `it allows no other arguments, and the command has ${rest[0]}`;
  const runs = wordThatRuns(name, rest, args[0]);
  if (runs !== undefined) return `${runs} can run another program`;
  const never = whyNeverAllowed(name, args);
  if (never !== undefined) return never;
  const word = wordNotFree(name, argumentPrefix, rest);
  return word === undefined
    ? undefined
    : `${word} after the words of the rule may change what the command does`;
}
