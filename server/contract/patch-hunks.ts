// The parts of a patch that a person can accept one by one: each hunk of a changed file; a file that is added, deleted or
// moved counts as one part.
import type { PatchChange } from '../approvals/approval.ts';

/** One file of a patch, as the engine shows it. */
export type ChangedFile = PatchChange;

/** Which part of a patch: positions in its files and in the parts of a file, from 0 on. */
export interface PartOfPatch {
  readonly file: number;
  readonly part: number;
}

export interface Hunk {
  /** Lines, from 1 on; with no lines of its own, the line it stands behind. */
  readonly oldStart: number;
  readonly newStart: number;
  /** Each with its sign: ` `, `-`, `+`, or `\` for the note that the line above has no line break. */
  readonly lines: readonly string[];
}

const HEADER = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/;
/** The line the engine adds below the diff of a moved file. */
const MOVED = /\n\nMoved to: [^\n]*$/;

/** The hunks of a file that is changed; none for one that is added or deleted. */
export function hunksOf({ kind, diff }: ChangedFile): readonly Hunk[] {
  if (kind.type !== 'update') return [];
  const hunks: { oldStart: number; newStart: number; lines: string[] }[] = [];
  for (const line of diff.replace(MOVED, '').replace(/\n$/, '').split('\n')) {
    const [, oldStart, newStart] = HEADER.exec(line) ?? [];
    if (oldStart !== undefined)
      hunks.push({ oldStart: Number(oldStart), newStart: Number(newStart), lines: [] });
    else hunks.at(-1)?.lines.push(line);
  }
  return hunks;
}

/** How many parts of this file can be accepted one by one. */
export function partCountOf(change: ChangedFile): number {
  const isWhole = change.kind.type !== 'update' || Boolean(change.kind.move_path);
  return isWhole ? 1 : Math.max(1, hunksOf(change).length);
}

/** Every part of a patch, in its order. */
export function partsOf(changes: readonly ChangedFile[]): PartOfPatch[] {
  return changes.flatMap((change, file) =>
    Array.from({ length: partCountOf(change) }, (_, part) => ({ file, part })),
  );
}

/** The patch with these parts alone; positions that it does not have mean nothing. */
export function keptChanges(changes: readonly ChangedFile[], kept: readonly PartOfPatch[]): ChangedFile[] {
  return changes.flatMap((change, file) => {
    const parts = new Set(kept.filter((one) => one.file === file).map(({ part }) => part));
    const count = partCountOf(change);
    const isKept = (_: unknown, part: number) => parts.has(part);
    const keptCount = Array.from({ length: count }).filter(isKept).length;
    if (keptCount === 0) return [];
    return keptCount === count ? [change] : [{ ...change, diff: diffOf(hunksOf(change), isKept) }];
  });
}

/** As a unified diff. */
export function hunkText({ oldStart, newStart, lines }: Hunk): string {
  const header = `@@ -${oldStart},${countOf(lines, '-')} +${newStart},${countOf(lines, '+')} @@`;
  return [header, ...lines].map((line) => `${line}\n`).join('');
}

/** Without some hunks, later lines of the new file stand elsewhere. */
function diffOf(hunks: readonly Hunk[], isKept: (hunk: Hunk, at: number) => boolean): string {
  let shift = 0;
  return hunks
    .flatMap((hunk, at) => {
      if (isKept(hunk, at)) return hunkText({ ...hunk, newStart: hunk.newStart + shift });
      shift += countOf(hunk.lines, '-') - countOf(hunk.lines, '+');
      return [];
    })
    .join('');
}

function countOf(lines: readonly string[], sign: '-' | '+'): number {
  return lines.filter((line) => line.startsWith(sign) || line.startsWith(' ')).length;
}
