// What commander says about a command line, in our sentences: what is wrong, what may have been meant, where the help is.
import { Command, CommanderError } from 'commander';
import type { PatchbayError } from '../errors/error.ts';
import { usageWrong } from '../errors/usage.ts';

/** Messages of commander, by its code. The groups of the pattern are given to the sentence. */
const SENTENCES: Readonly<Record<string, readonly [RegExp, (...quoted: string[]) => string]>> = {
  'commander.unknownCommand': [/command '(.*?)'/s, (word) => `There is no command ${word}.`],
  'commander.unknownOption': [/option '(.*?)'/s, (option) => `There is no option ${option} here.`],
  'commander.missingArgument': [/argument '(.*?)'/s, (name) => `<${name}> is missing.`],
  'commander.optionMissingArgument': [/option '(.*?)'/s, (option) => `${option} needs a value.`],
  'commander.missingMandatoryOptionValue': [/option '(.*?)'/s, (option) => `${option} is missing.`],
  'commander.excessArguments': [/for '(.*?)'/s, (name) => `There are too many words after ${name}.`],
  'commander.invalidArgument': [
    /(?:option '(?<option>.*?)' argument '(?<value>.*?)' is invalid|value '(?<word>.*?)' is invalid for argument '(?<name>.*?)')\. ?(?<why>.*)/s,
    (option, value, word, name, why) =>
      `${option ?? `<${name}>`} cannot be ${value ?? word}. ${(why ?? '').replace(/^Allowed choices are/, 'It must be one of')}`,
  ],
};

/** @returns undefined for help and version, which have been printed */
export function usageErrorOf(
  error: CommanderError,
  program: Command,
  words: readonly string[],
): PatchbayError | undefined {
  if (error.exitCode === 0) return undefined;
  const { path, command } = commandAt(program, words);
  // The help has been printed.
  if (error.code === 'commander.help') return usageWrong(`${path} needs a command.`, undefined, path);
  const [message = '', hint] = error.message.replace(/^error: /, '').split('\n');
  const [pattern, sentence] = SENTENCES[error.code] ?? [];
  const quoted = pattern?.exec(message);
  const what = quoted && sentence ? sentence(...quoted.slice(1)) : `${capital(message).replace(/\.?$/, '.')}`;
  const closest = /Did you mean (?:one of )?(.*?)\?/.exec(hint ?? '')?.[1];
  const option = /^--?\S+/.exec(error.code === 'commander.unknownOption' ? (quoted?.[1] ?? '') : '')?.[0];
  return usageWrong(what, (option && ownerOf(program, command, option)) ?? closest, path);
}

/** `help mcp check` and `mcp help check` are `mcp check --help`; commander's own help knows one command alone. */
export function withHelpLast(program: Command, words: readonly string[]): readonly string[] {
  const { command, depth } = commandAt(program, words);
  if (words[depth] !== 'help' || command.commands.length === 0) return words;
  return withHelpLast(program, [...words.slice(0, depth), ...words.slice(depth + 1), '--help']);
}

/** A word that no command has, where commander would take it for an argument of the usual one. */
export function unknownWord(program: Command, words: readonly string[]): PatchbayError | undefined {
  const { command, path, next } = commandAt(program, words);
  if (next === undefined || command.commands.length === 0) return undefined;
  const names = command.commands.flatMap(namesOf);
  return usageWrong(`There is no command ${next}.`, closestOf(names, next), path);
}

/** The name of an argument that is given and blank: as the beginning of an id it would fit every one. */
export function blankArgument({ registeredArguments, args }: Command): string | undefined {
  return registeredArguments.find(({ variadic }, index) => !variadic && args[index]?.trim() === '')?.name();
}

/** An option that is given with a blank value: as a filter it would fit everything, as a name nothing. */
export function blankOption(command: Command): string | undefined {
  return command.options.find((option) => {
    const name = option.attributeName();
    const value: unknown = command.getOptionValue(name);
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    const isGiven = command.getOptionValueSource(name) === 'cli';
    return isGiven && values.some((one) => typeof one === 'string' && one.trim() === '');
  })?.flags;
}

function namesOf(command: Command): string[] {
  return [command.name(), ...command.aliases()];
}

/** How far the words lead from command to command. */
function commandAt(program: Command, words: readonly string[]) {
  let command = program;
  let path = program.name();
  for (const [depth, word] of words.entries()) {
    const inner = command.commands.find((known) => namesOf(known).includes(word));
    if (!inner) return { command, path, depth, next: word.startsWith('-') ? undefined : word };
    command = inner;
    path = `${path} ${word}`;
  }
  return { command, path, depth: words.length, next: undefined };
}

/** The command that has an option somebody looks for elsewhere. */
function ownerOf(program: Command, looked: Command, option: string): string | undefined {
  const [owner, another] = program.commands.filter(
    (command) =>
      command !== looked && command.options.some(({ long, short }) => option === long || option === short),
  );
  // One of several is a guess.
  return owner && !another ? `\`${program.name()} ${owner.name()} ${option}\`` : undefined;
}

/** Commander compares words for its own messages alone, so it is asked with a command line of its own. */
function closestOf(names: readonly string[], word: string): string | undefined {
  const asked = new Command()
    .exitOverride()
    .helpCommand(false)
    .configureOutput({ writeErr: () => undefined });
  for (const name of names) asked.command(name);
  try {
    asked.parse([word], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return /Did you mean (?:one of )?(.*?)\?/.exec(error.message)?.[1];
    throw error;
  }
  return undefined;
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
