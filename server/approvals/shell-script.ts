// Shell text → the simple commands in it, with literal words, or why the text is not plain enough. Shells disagree
// about the rest, so it is never guessed. The parser finds the structure; then each word and each gap is read a second
// time here, and both readings must agree.
import { type CommandNode, parse, type Redirection, type Statement, type Word } from 'unbash';
import { ENGINE_FLAG, ENGINE_SHELL } from './engine-shell.ts';

/** A word as the program receives it. With `isGlob`, it is a pattern that the shell expands to file names. */
export interface PlainWord {
  readonly value: string;
  readonly isGlob: boolean;
}

/** One program with its arguments, the program first. */
export type PlainCommand = readonly PlainWord[];

export type PlainScript =
  | {
      readonly kind: 'plain';
      readonly commands: readonly PlainCommand[];
    }
  | { readonly kind: 'not-plain'; readonly reason: string };

/** In characters. The longest plain reads of an agent are far shorter. */
const MAX_LENGTH = 10_000;

const AT_THE_START = /^[ \t\n]*$/;
const BETWEEN_WORDS = /^[ \t]+$/;
const BETWEEN_COMMANDS = /^[ \t]*(?:&&|\|\||[|;\n])[ \t\n]*$/;
const AT_THE_END = /^[ \t]*;?[ \t\n]*$/;
/** Redirections that discard or merge output, or give no input: the only ones that change no file. */
const HARMLESS_REDIRECTION = /^(?:[12]?>[ \t]*\/dev\/null|2>&1|1?>&2|<[ \t]*\/dev\/null)$/;
/**
 * Control characters except tab and newline, invisible and unassigned characters, other whitespace than the space,
 * bytes that were not valid text.
 */
const ODD_CHARACTER = /[^\P{C}\t\n]|[^\P{Z} ]|\uFFFD/u;

class NotPlain extends Error {}

/**
 * Reads a command as the engine shows it: the text of a script, or `/bin/bash -lc SCRIPT`, which is unwrapped once. Plain
 * means simple commands joined by `|`, `&&`, `||`, `;` and newlines.
 */
export function readScript(command: string): PlainScript {
  try {
    const commands = commandsOf(command);
    const script = wrappedScript(commands);
    return { kind: 'plain', commands: script === undefined ? commands : commandsOf(script) };
  } catch (error) {
    if (error instanceof NotPlain) return { kind: 'not-plain', reason: error.message };
    // The parser recurses for each level of nesting.
    if (error instanceof RangeError) return { kind: 'not-plain', reason: 'the command is nested too deeply' };
    throw error;
  }
}

/** @returns SCRIPT of `/bin/bash -lc SCRIPT`, which is how the engine starts every command */
function wrappedScript(commands: readonly PlainCommand[]): string | undefined {
  const [command, ...more] = commands;
  if (!command || more.length > 0 || command.some(({ isGlob }) => isGlob)) return undefined;
  const [program = '', flag = '', script, ...rest] = command.map(({ value }) => value);
  return ENGINE_SHELL.test(program) && ENGINE_FLAG.test(flag) && rest.length === 0 ? script : undefined;
}

function commandsOf(text: string): PlainCommand[] {
  if (text.length > MAX_LENGTH) throw new NotPlain('the command is too long to be looked through');
  if (ODD_CHARACTER.test(text)) throw new NotPlain('a control or invisible character');
  const script = parse(text);
  if (script.errors?.length) throw new NotPlain('the shell syntax is not understood');
  const commands = script.commands.flatMap(simpleCommandsOf);
  if (commands.length === 0) throw new NotPlain('the command is empty');

  let end = 0;
  return commands.map((command, index) => {
    requireGap(text.slice(end, command.pos), index === 0 ? AT_THE_START : BETWEEN_COMMANDS);
    end = command.end;
    if (index === commands.length - 1) requireGap(text.slice(end), AT_THE_END);
    return wordsOf(command, text);
  });
}

type SimpleCommand = Extract<CommandNode, { type: 'Command' }>;

function simpleCommandsOf({ command, background }: Statement): SimpleCommand[] {
  if (background) throw new NotPlain('a command in the background');
  return simple(command);
}

function simple(node: Statement['command']): SimpleCommand[] {
  switch (node.type) {
    case 'AndOr':
      return node.commands.flatMap(simple);
    case 'Pipeline':
      if (node.prefixes.length > 0) throw new NotPlain('`!` or `time` before a command');
      return node.commands.flatMap(simple);
    case 'Command':
      return [node];
    default:
      throw new NotPlain('a group, function, condition or loop of the shell');
  }
}

function wordsOf(command: SimpleCommand, text: string): PlainWord[] {
  if (command.prefix.some(({ type }) => type === 'Assignment')) throw new NotPlain('an assignment');
  if (!command.name || command.prefix.length > 0) throw new NotPlain('a redirection before the program');
  const name = literal(command.name, text, false);
  const words = [name];
  let { end } = command.name;
  for (const part of command.suffix) {
    requireGap(text.slice(end, part.pos), BETWEEN_WORDS);
    ({ end } = part);
    if (part.type === 'Word') words.push(literal(part, text, name.value === 'git'));
    else if (part.type === 'Assignment') throw new NotPlain('an assignment');
    else requireHarmless(part, text);
  }
  if (command.end !== end) throw new NotPlain('the shell syntax is not understood');
  return words;
}

function requireGap(gap: string, allowed: RegExp): void {
  if (!allowed.test(gap)) throw new NotPlain('the shell syntax is not understood');
}

function requireHarmless(part: Redirection, text: string): void {
  const written = text.slice(part.pos, part.end);
  if (!HARMLESS_REDIRECTION.test(written)) throw new NotPlain(`a redirection: ${written}`);
}

function literal(word: Word, text: string, mayBeRevision: boolean): PlainWord {
  const written = text.slice(word.pos, word.end);
  const read = readWord(written, mayBeRevision);
  if (read.value !== word.value) throw new NotPlain(`quoting that shells read differently: ${written}`);
  return read;
}

// In old locales, bytes of non-ASCII characters can be whitespace, so they need quotes.
const LETTER = /\w/;
/** Characters without special meaning anywhere in a word. */
const SAFE = /[./,:@%+-]/;
const ESCAPABLE = /[!-/:-@[-`{-~ ]/;

/** The value of a word in every POSIX shell, bash and zsh; anything they could disagree about is refused. */
function readWord(written: string, mayBeRevision: boolean): PlainWord {
  // `[` and `]` as separate words belong to test, `!` to find and test.
  if (/^[[\]!]$/.test(written)) return { value: written, isGlob: false };
  let value = '';
  let at = 0;
  let isGlob = false;
  let isQuoted = false;
  const characters = [...written];
  while (at < characters.length) {
    const character = characters[at] ?? '';
    const before = characters[at - 1] ?? '';
    if (character === "'") at = readSingleQuoted();
    else if (character === '"') at = readDoubleQuoted();
    else if (character === '\\') at = readEscape();
    else {
      if (character === '*' || character === '?') isGlob = true;
      else if (!isPlainCharacter(character, before, mayBeRevision))
        throw new NotPlain(`the shell gives ${show(character)} in ${written} a special meaning`);
      value += character;
      at += 1;
    }
  }
  // In a word with quotes, it is not worth finding out which `*` is a pattern.
  if (isGlob && isQuoted) throw new NotPlain(`a pattern with quotes: ${written}`);
  return { value, isGlob };

  function readSingleQuoted(): number {
    isQuoted = true;
    const end = characters.indexOf("'", at + 1);
    // An option of zsh makes '' inside quotes one quote.
    if (end === -1 || characters[end + 1] === "'") throw new NotPlain(`quoting: ${written}`);
    value += characters.slice(at + 1, end).join('');
    return end + 1;
  }

  function readDoubleQuoted(): number {
    isQuoted = true;
    let next = at + 1;
    while (characters[next] !== '"') {
      const character = characters[next];
      const after = characters[next + 1] ?? '';
      if (character === undefined || character === '`' || (character === '$' && !/["| ]/.test(after)))
        throw new NotPlain(`an expansion: ${written}`);
      const isEscape = character === '\\' && /[$`"\\]/.test(after);
      if (character === '\\' && after === '\n') throw new NotPlain('a line that goes on in the next one');
      value += isEscape ? after : character;
      next += isEscape ? 2 : 1;
    }
    return next + 1;
  }

  function readEscape(): number {
    isQuoted = true;
    const escaped = characters[at + 1] ?? '';
    if (!ESCAPABLE.test(escaped)) throw new NotPlain(`an escape: ${written}`);
    value += escaped;
    return at + 2;
  }
}

/**
 * `=` is literal only inside a word: `--color=auto`. So are `~` and `^` in a git revision, `HEAD~1`; an option of zsh
 * makes them a pattern, which then expands to a revision or nothing.
 */
function isPlainCharacter(character: string, before: string, mayBeRevision: boolean): boolean {
  if (LETTER.test(character) || SAFE.test(character)) return true;
  if (character === '~' || character === '^')
    return mayBeRevision && (LETTER.test(before) || /[~^]/.test(before));
  return character === '=' && (LETTER.test(before) || before === '-');
}

function show(character: string): string {
  return character === '\n' ? 'a line break' : character;
}
