// Values wrapped over lines: by a terminal of 80 columns, a program that folds, or an editor.
import { looksRandom } from './plausible.ts';

const BREAK = /[ \t]{0,8}(?:\r?\n|(?:\\{1,64}r)?\\{1,64}n)[ \t]{0,40}/y;
const PIECE = /[\w+/.~%-]{1,400}={0,2}/y;
const TOKEN = /^[\w+/.~%=-]+$/;
const LINE_END = /[ \t]{0,8}(?:$|\r?\n|\\|["'`])/y;
/** Lines are wrapped at this width or a greater one. */
export const NARROWEST = 44;
const FULL_LINE = 40;
const MOST_LINES = 120;
const LONGEST_LINE = 400;
/** A shorter remainder reveals nothing. */
const SHORTEST_REST = 8;

/**
 * The real end of a value that ends with its line: after the last of the lines that contain only more of it.
 * @param start the start of the value
 * @param end the end of its first line
 */
export function endOfWrapped(text: string, start: number, end: number): number {
  BREAK.lastIndex = end;
  if (
    end - start > LONGEST_LINE ||
    !BREAK.test(text) ||
    !TOKEN.test(text.slice(start, end)) ||
    widthOfLine(text, start, end) < NARROWEST
  )
    return end;
  let place = end;
  for (let line = 0; line < MOST_LINES; line += 1) {
    const next = pieceBehind(text, place);
    if (!next) return place;
    const piece = text.slice(next.start, next.end);
    if (!isMore(piece)) return place;
    place = next.end;
    if (piece.length < FULL_LINE) return place;
  }
  return place;
}

/** A value without its line breaks. */
export function unwrapped(value: string): string {
  return value.replace(/\s+|\\+r\\+n\s*|\\+n\s*/g, '');
}

function widthOfLine(text: string, start: number, end: number): number {
  const before = text.slice(Math.max(0, start - NARROWEST), start);
  const begin = Math.max(before.lastIndexOf('\n') + 1, before.lastIndexOf('\\n') + 2, 0);
  return end - start + before.length - (before.includes('\n') || before.includes('\\n') ? begin : 0);
}

function pieceBehind(text: string, at: number): { start: number; end: number } | undefined {
  BREAK.lastIndex = at;
  if (!BREAK.test(text)) return undefined;
  const start = BREAK.lastIndex;
  PIECE.lastIndex = start;
  if (!PIECE.test(text)) return undefined;
  const end = PIECE.lastIndex;
  LINE_END.lastIndex = end;
  return LINE_END.test(text) ? { start, end } : undefined;
}

/** Words, paths and file names are separate lines, not continuations. */
function isMore(piece: string): boolean {
  if (/^[a-z]+(?:[-_./][a-z\d]+)+$/.test(piece) || piece.startsWith('/') || piece.startsWith('--'))
    return false;
  if (piece.length >= FULL_LINE) return /\d/.test(piece) && /[A-Za-z]/.test(piece);
  return looksRandom(piece, SHORTEST_REST);
}
