// The arguments of a command, read with the options its program is known to have. An option that is not listed is
// refused: no abbreviations, no guesses.

/** A word after the program name. */
export interface Argument {
  readonly value: string;
  /** Set if the word was a pattern: the name of a matching file, or the pattern itself if none matches. */
  readonly pattern?: 'matched' | 'unmatched';
}

/** The options of a program that keep it a reader. */
export interface Options {
  /** Letters of options without a value; several may share a word. */
  readonly flags?: string;
  /** Letters of options whose value is any text, in the same word or the next one. */
  readonly texts?: string;
  /** Letters of options whose value is a number, in the same word or the next one. */
  readonly numbers?: string;
  /** Letters of options that may have a value, only in the same word. */
  readonly attached?: string;
  /** Letters of options that must be a word of their own and take any text from the next word. */
  readonly alone?: string;
  /** Whole words that are options without a value, separated by spaces. */
  readonly words?: string;
  /** Names of long options, separated by spaces: `name`, `name=` with a value, `name[=]` with a value or without. */
  readonly long?: string;
  /** `-5` is a number of lines. */
  readonly counts?: true;
  /**
   * On every system, the program also accepts options after operands, and values of long options in the next word. For
   * other programs systems differ: an option after an operand may be another operand.
   */
  readonly permutes?: true;
}

export interface Parsed {
  readonly operands: readonly Argument[];
  /** The options as written, `-e` or `--files`, with their values if they have one. */
  readonly options: readonly (readonly [name: string, value: string | undefined])[];
  /** Whether options come after operands. */
  readonly isMixed: boolean;
}

/** @returns a string that says why it is not understood */
export function readArguments(args: readonly Argument[], allowed: Options): Parsed | string {
  const operands: Argument[] = [];
  const options: [string, string | undefined][] = [];
  let isMixed = false;
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at];
    if (!arg) break;
    const { value: word, pattern } = arg;
    if (word === '--') {
      operands.push(...args.slice(at + 1));
      break;
    }
    if (!word.startsWith('-') || word === '-') {
      operands.push(arg);
      continue;
    }
    if (pattern === 'matched') return `a file whose name is an option: ${word}`;
    const read = word.startsWith('--') ? readLong(word, allowed) : readShort(word, allowed);
    if (!read) return `the option ${word}`;
    const isBehind = operands.length > 0 && !allowed.permutes;
    isMixed ||= isBehind;
    if (isBehind) operands.push(arg);
    options.push(...read.options);
    if (read.next === undefined) continue;
    at += 1;
    const value = args[at];
    if (!value || value.pattern || (read.next === 'number' && !isNumber(value.value)))
      return `the option ${word}`;
    options[options.length - 1] = [read.options.at(-1)?.[0] ?? word, value.value];
    if (isBehind) operands.push(value);
  }
  return { operands, options, isMixed };
}

interface ReadOption {
  readonly options: readonly [name: string, value: string | undefined][];
  /** The kind of value the next word must have. */
  readonly next?: 'text' | 'number';
}

function readLong(word: string, { long = '', permutes }: Options): ReadOption | undefined {
  const [name = '', ...rest] = word.split('=');
  const value = rest.length > 0 ? rest.join('=') : undefined;
  const options: ReadOption['options'] = [[name, value]];
  for (const known of long.split(' ')) {
    const isKnown = `--${known.replace(/\[?=\]?$/, '')}` === name;
    if (!isKnown) continue;
    if (known.endsWith('[=]')) return { options };
    if (known.endsWith('=') && value !== undefined) return { options };
    if (known.endsWith('=')) return permutes ? { options, next: 'text' } : undefined;
    return value === undefined ? { options } : undefined;
  }
  return undefined;
}

function readShort(word: string, allowed: Options): ReadOption | undefined {
  const { flags = '', texts = '', numbers = '', attached = '', alone = '', words = '', counts } = allowed;
  if (words.split(' ').includes(word)) return { options: [[word, undefined]] };
  if (word.length === 2 && alone.includes(word.charAt(1)))
    return { options: [[word, undefined]], next: 'text' };
  if (counts && /^-\d+$/.test(word)) return { options: [] };
  const options: [string, string | undefined][] = [];
  for (let at = 1; at < word.length; at += 1) {
    const letter = word[at] ?? '';
    const rest = word.slice(at + 1);
    const value = rest === '' ? undefined : rest;
    if (flags.includes(letter)) {
      options.push([`-${letter}`, undefined]);
      continue;
    }
    options.push([`-${letter}`, value]);
    if (attached.includes(letter)) return { options };
    const isNumeric = numbers.includes(letter);
    if (!isNumeric && !texts.includes(letter)) return undefined;
    if (value === undefined) return { options, next: isNumeric ? 'number' : 'text' };
    return isNumeric && !isNumber(value) ? undefined : { options };
  }
  return { options };
}

function isNumber(text: string): boolean {
  return /^[+-]?\d+[A-Za-z]{0,2}$/.test(text);
}
