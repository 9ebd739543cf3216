// What a list of diffs shows, from its top to its bottom: rows of files, in blocks that are rendered together.
import { isNamedSvg, type Picture, type Pictures } from '../../../server/contract/pictures.ts';
import type { PatchFile } from '../patch-files.ts';
import type { DiffLine, DiffText } from './diff-lines.ts';

/** One row: a line, or two side by side. */
export interface DiffRow {
  /** Across both sides, or the left one. */
  readonly left: DiffLine | undefined;
  /** Absent where one line takes the whole width. */
  readonly right?: DiffLine | undefined;
}

export type DiffItem =
  | { readonly kind: 'head'; readonly file: number }
  | { readonly kind: 'image'; readonly file: number; readonly pictures: Pictures }
  /** No text to show. */
  | { readonly kind: 'nothing'; readonly file: number }
  /** Rows from `from` up to `to`. `startsHunk`: its first row is the header of one. */
  | {
      readonly kind: 'block';
      readonly file: number;
      readonly from: number;
      readonly to: number;
      readonly startsHunk: boolean;
    };

/** This many rows are rendered together at most: few enough for a frame, many enough to need few of them. */
const BLOCK_ROWS = 20;

/** @returns the rows of a file, lines side by side where that is wanted and there are two sides */
export function rowsOf({ lines }: DiffText, layout: 'unified' | 'split'): readonly DiffRow[] {
  if (layout === 'unified') return lines.map((left) => ({ left }));
  const rows: DiffRow[] = [];
  let removed: DiffLine[] = [];
  let added: DiffLine[] = [];
  function pushRun() {
    for (let at = 0; at < Math.max(removed.length, added.length); at += 1)
      rows.push({ left: removed[at], right: added[at] });
    removed = [];
    added = [];
  }
  for (const line of lines) {
    if (line.sign === '-') {
      if (added.length > 0) pushRun();
      removed.push(line);
    } else if (line.sign === '+') added.push(line);
    else {
      pushRun();
      rows.push(line.sign === '@' || line.sign === '\\' ? { left: line } : { left: line, right: line });
    }
  }
  pushRun();
  return rows;
}

/** @param file its index */
export function blocksOf(rows: readonly DiffRow[], file: number): DiffItem[] {
  const items: DiffItem[] = [];
  let from = 0;
  const startsHunk = (at: number) => rows[at]?.left?.sign === '@';
  for (let at = 1; at <= rows.length; at += 1) {
    if (at < rows.length && at - from < BLOCK_ROWS && !startsHunk(at)) continue;
    items.push({ kind: 'block', file, from, to: at, startsHunk: startsHunk(from) });
    from = at;
  }
  return items;
}

/** Where the next or previous hunk is; undefined if there is none. @param at the index of the item to go on from */
export function hunkFrom(items: readonly DiffItem[], at: number, step: 1 | -1): number | undefined {
  for (let index = at + step; index >= 0 && index < items.length; index += step) {
    const item = items[index];
    if (item?.kind === 'block' && item.startsHunk) return index;
  }
  return undefined;
}

/** A picture of text that is added or deleted as a whole; undefined for everything else. */
export function picturesOfText({ path, kind, lines, pictures }: PatchFile): Pictures | undefined {
  if (pictures) return pictures;
  if (kind === 'update' || !isNamedSvg(path)) return undefined;
  const text = lines
    .slice(1)
    .map((line) => line.slice(1))
    .join('\n');
  const picture: Picture = { kind: 'svg', text, sizeBytes: new TextEncoder().encode(text).length };
  return kind === 'add' ? { after: picture } : { before: picture };
}
