// Tables as command lines print them: a name with its value in the next cell, and columns with such a name as header.
// Cells are separated by bars, tabs, commas, or at least two spaces.
import type { Examined } from './span.ts';

interface Place {
  readonly start: number;
  readonly end: number;
}

const BAR = `[|│┃]`;
const BREAK = /\r?\n|(?:\\{1,64}r)?\\{1,64}n/y;
const BEHIND_NAME = new RegExp(
  `(?:[ \\t]{0,80}${BAR}[ \\t]{0,8}|[ \\t]{0,4}\\.{3,80}[ \\t]{0,4}|[ \\t]{0,8}(?:\\t|\\\\{1,64}t|[ ]{2})[ \\t]{0,80})(?=\\S)`,
  'uy',
);
const BETWEEN_CELLS = [/[|│┃]/u, '\t', ','];
const SPACES = /^ +/;
const LINE_END = /\r?\n|\\{1,64}[rn]|"/;
const RULER = /^[\s|│┃+:=─━┼╋╇┡┩├┤┝┥╪╞╡┢┪┠┨╂-]{3,}$/u;
const LONGEST_LINE = 400;
const MOST_ROWS = 500;

/** The start of the cell to the right of a name; undefined if nothing that follows looks like a cell. */
export function cellBehind(text: string, name: Place): number | undefined {
  BEHIND_NAME.lastIndex = name.end;
  return BEHIND_NAME.test(text) ? BEHIND_NAME.lastIndex : undefined;
}

/** The cells of the column with this name as header; none if it is not a header. */
export function columnBelow(text: string, name: Place, examined: Examined): Place[] {
  const isRow = name.start < (examined.get(columnBelow) ?? 0) && name.start > (examined.get(headAround) ?? 0);
  if (isRow || isAlone(text, name) || name.end <= (examined.get(lineAt) ?? 0)) return [];
  if (lineAt(text, name.end).length >= LONGEST_LINE) {
    // A name in such a long line is not a header.
    examined.set(lineAt, name.end + LONGEST_LINE);
    return [];
  }
  const head = headAround(text, name);
  if (!head) return [];
  const cells: Place[] = [];
  let place = head.end;
  for (let row = 0; row < MOST_ROWS; row += 1) {
    BREAK.lastIndex = place;
    if (!BREAK.test(text)) break;
    const start = BREAK.lastIndex;
    const line = lineAt(text, start);
    place = start + line.length;
    if (RULER.test(line)) continue;
    const cell = cellOf(line, head.column);
    if (!cell) break;
    if (cell.end > cell.start) cells.push({ start: start + cell.start, end: start + cell.end });
  }
  // Names in the rows of a table are not headers.
  examined.set(columnBelow, place);
  examined.set(headAround, head.end);
  return cells;
}

/** A name alone on its line is not a column header. */
function isAlone(text: string, { start, end }: Place): boolean {
  return (start === 0 || text.charAt(start - 1) === '\n') && /^[\r\n]?$/.test(text.charAt(end));
}

/** Whether the name is the header of a column that may get more rows after the end of this text. */
export function isOpenColumn(text: string, name: Place): boolean {
  const head = headAround(text, name);
  if (!head) return false;
  for (let place = head.end; place < text.length; ) {
    BREAK.lastIndex = place;
    if (!BREAK.test(text)) return false;
    const line = lineAt(text, BREAK.lastIndex);
    place = BREAK.lastIndex + line.length;
    if (place < text.length && !RULER.test(line) && !cellOf(line, head.column)) return false;
  }
  return true;
}

type Column =
  | { readonly kind: 'parted'; readonly by: RegExp | string; readonly index: number; readonly count: number }
  | { readonly kind: 'aligned'; readonly from: number; readonly to: number };

interface Head {
  readonly end: number;
  readonly column: Column;
}

function headAround(text: string, name: Place): Head | undefined {
  const start = startOfLine(text, name.start);
  const line = text.slice(start, name.end) + lineAt(text, name.end);
  if (line.length >= LONGEST_LINE || name.end - start > LONGEST_LINE) return undefined;
  const cell = { start: name.start - start, end: name.end - start };
  const column = columnOf(line, cell);
  return column && { end: start + line.length, column };
}

/** A line starts after a line break, escaped or not, or at the start of the quoted text it is the first line of. */
function startOfLine(text: string, at: number): number {
  const before = text.slice(Math.max(0, at - LONGEST_LINE), at);
  const quoted = before.slice(before.lastIndexOf('"') + 1);
  const line = quoted.slice(quoted.lastIndexOf('\n') + 1);
  const escaped = line.lastIndexOf('\\n');
  return at - line.length + (escaped < 0 ? 0 : escaped + 2);
}

function lineAt(text: string, at: number): string {
  const line = text.slice(at, at + LONGEST_LINE);
  const end = line.search(LINE_END);
  return end < 0 ? line : line.slice(0, end);
}

function columnOf(line: string, { start, end }: Place): Column | undefined {
  const before = line.slice(0, start);
  const left = before.trimEnd();
  const right = line.slice(end).replace(SPACES, '');
  for (const by of BETWEEN_CELLS) {
    const starts = left === '' ? by === ',' || (before === '' && by === '\t') : isBetween(by, left.slice(-1));
    if (!starts || !(right === '' ? line.split(by).length > 1 : isBetween(by, right.charAt(0)))) continue;
    return { kind: 'parted', by, index: before.split(by).length - 1, count: line.split(by).length };
  }
  const isAlone = /(?:^|\s{2})$/.test(before) && /^(?:\s{2}|\s*$)/.test(line.slice(end));
  if (!isAlone || !/\S\s{2,}\S/.test(line)) return undefined;
  const next = /\S/.exec(line.slice(end));
  return { kind: 'aligned', from: start, to: next ? end + next.index : Number.POSITIVE_INFINITY };
}

function isBetween(by: RegExp | string, character: string): boolean {
  return typeof by === 'string' ? character === by : by.test(character);
}

function cellOf(line: string, column: Column): Place | undefined {
  if (line.trim() === '' || line.length >= LONGEST_LINE) return undefined;
  if (column.kind === 'aligned') return alignedCell(line, column);
  const cells = line.split(column.by);
  if (cells.length !== column.count) return undefined;
  const before = cells.slice(0, column.index).reduce((sum, cell) => sum + cell.length + 1, 0);
  return trimmed(line, before, before + (cells[column.index]?.length ?? 0));
}

/** The cell under the header: in a row, either something starts exactly there, or it is empty. */
function alignedCell(line: string, { from, to }: { from: number; to: number }): Place | undefined {
  const isRow = /\S\s{2,}\S/.test(line) && (from === 0 || line.charAt(from - 1).trim() === '');
  if (!isRow) return undefined;
  let end = from;
  while (end < Math.min(to, line.length) && line.charAt(end) !== ' ') end += 1;
  return { start: from, end };
}

function trimmed(line: string, from: number, to: number): Place {
  const cell = line.slice(from, to);
  const start = from + cell.length - cell.trimStart().length;
  return { start, end: Math.max(start, from + cell.trimEnd().length) };
}
