// The lines of a unified diff with their numbers, paired where one replaces another. Pure.
import { diffArrays } from 'diff';

/** `≈`: differs in white space alone, where that is not shown. `\`: the note that a line has no line break. */
export type Sign = ' ' | '+' | '-' | '≈' | '@' | '\\';

export interface DiffLine {
  readonly sign: Sign;
  /** Without its sign. */
  readonly text: string;
  /** From 1 on; undefined where that side has no such line, and for the rest of a long line. */
  readonly oldNumber: number | undefined;
  readonly newNumber: number | undefined;
  /** Where the line is among those of its side, for its colours; -1 for what has none. */
  readonly at: number;
  /** The line that this one replaces, or that replaces it. */
  pair: DiffLine | undefined;
}

/** All lines of one side, in their order. `starts`: where a hunk begins among them. */
export interface Side {
  readonly lines: readonly string[];
  readonly starts: readonly number[];
  /** By which the language is known: `ts`. */
  readonly extension: string;
}

export interface DiffText {
  readonly lines: readonly DiffLine[];
  readonly before: Side;
  readonly after: Side;
  /** How many lines are shown as if they were the same. */
  readonly spaceOnly: number;
}

/** A longer line is shown in several, so that one of megabytes costs no more than many short ones. */
export const MAX_LINE_CHARS = 2000;
/** A longer run of changed lines is paired in its order alone. */
const MAX_ALIGNED_LINES = 400;

const HEADER = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/;

/**
 * @param lines of hunks, without file headers
 * @param hidesSpace lines that differ in white space alone count as the same
 */
export function diffText(lines: readonly string[], options: { path: string; hidesSpace: boolean }): DiffText {
  const made: DiffLine[] = [];
  const before = { lines: [] as string[], starts: [] as number[] };
  const after = { lines: [] as string[], starts: [] as number[] };
  let oldNumber = 1;
  let newNumber = 1;
  let spaceOnly = 0;
  let removed: string[] = [];
  let added: string[] = [];

  function push(sign: Sign, text: string): DiffLine {
    const isOld = sign === ' ' || sign === '-' || sign === '≈';
    const isNew = sign === ' ' || sign === '+' || sign === '≈';
    const isLong = text.length > MAX_LINE_CHARS;
    const side = isNew ? after.lines : before.lines;
    const line: DiffLine = {
      sign,
      text: isLong ? text.slice(0, MAX_LINE_CHARS) : text,
      oldNumber: isOld ? oldNumber : undefined,
      newNumber: isNew ? newNumber : undefined,
      at: (isOld || isNew) && !isLong ? side.length : -1,
      pair: undefined,
    };
    made.push(line);
    if (isOld) oldNumber += 1;
    if (isNew) newNumber += 1;
    if (isOld) before.lines.push(isLong ? '' : text);
    if (isNew) after.lines.push(isLong ? '' : text);
    for (let from = MAX_LINE_CHARS; isLong && from < text.length; from += MAX_LINE_CHARS) {
      const rest = text.slice(from, from + MAX_LINE_CHARS);
      made.push({ sign, text: rest, oldNumber: undefined, newNumber: undefined, at: -1, pair: undefined });
    }
    return line;
  }

  function pushRun(): void {
    if (options.hidesSpace && removed.length > 0 && added.length > 0) {
      for (const part of aligned(removed, added)) {
        if (part.isSame) {
          for (const text of part.added) push('≈', text);
          spaceOnly += part.added.length;
        } else pushPaired(part.removed, part.added);
      }
    } else pushPaired(removed, added);
    removed = [];
    added = [];
  }

  function pushPaired(gone: readonly string[], come: readonly string[]): void {
    const old = gone.map((text) => push('-', text));
    for (const [index, text] of come.entries()) {
      const line = push('+', text);
      const replaced = old[index];
      if (!replaced) continue;
      line.pair = replaced;
      replaced.pair = line;
    }
  }

  for (const text of lines) {
    const sign = text.charCodeAt(0);
    if (sign === MINUS && added.length === 0) removed.push(text.slice(1));
    else if (sign === PLUS) added.push(text.slice(1));
    else {
      pushRun();
      if (sign === MINUS) removed.push(text.slice(1));
      else if (sign === AT) {
        const [, oldStart, newStart] = HEADER.exec(text) ?? [];
        if (oldStart !== undefined) {
          oldNumber = Number(oldStart);
          newNumber = Number(newStart);
        }
        before.starts.push(before.lines.length);
        after.starts.push(after.lines.length);
        push('@', text);
      } else if (sign === BACKSLASH) push('\\', text.slice(1));
      else push(' ', text.slice(1));
    }
  }
  pushRun();
  const extension = /\.([^./\\]+)$/.exec(options.path)?.[1] ?? /([^/\\]*)$/.exec(options.path)?.[1] ?? '';
  return {
    lines: made,
    before: { ...before, extension: extension.toLowerCase() },
    after: { ...after, extension: extension.toLowerCase() },
    spaceOnly,
  };
}

const PLUS = 43;
const MINUS = 45;
const AT = 64;
const BACKSLASH = 92;

interface Part {
  readonly isSame: boolean;
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** A run of changed lines in parts that are the same but for white space, and parts that are not. */
function aligned(removed: readonly string[], added: readonly string[]): Part[] {
  if (removed.length + added.length > MAX_ALIGNED_LINES) return [{ isSame: false, removed, added }];
  const bare = (text: string) => text.replace(/\s+/g, '');
  const parts: Part[] = [];
  let [oldAt, newAt] = [0, 0];
  let gone: string[] = [];
  let come: string[] = [];
  function flush() {
    if (gone.length + come.length > 0) parts.push({ isSame: false, removed: gone, added: come });
    gone = [];
    come = [];
  }
  for (const change of diffArrays(removed.map(bare), added.map(bare))) {
    const count = change.value.length;
    if (change.removed) gone.push(...removed.slice(oldAt, oldAt + count));
    else if (change.added) come.push(...added.slice(newAt, newAt + count));
    else {
      flush();
      const [old, now] = [removed.slice(oldAt, oldAt + count), added.slice(newAt, newAt + count)];
      parts.push({ isSame: true, removed: old, added: now });
    }
    if (!change.added) oldAt += count;
    if (!change.removed) newAt += count;
  }
  flush();
  return parts;
}
