// How many lines a change adds and removes.
import { diffLines } from 'diff';
import { textOf } from './stored-text.ts';
import type { Change } from './tree.ts';

/** Longer texts are not compared. */
const MAX_BYTES = 200_000;
/** Of the comparison, whose time grows with their square; beyond it the counts are left out. */
const MAX_EDITS = 1_000;

/** @returns undefined for what is not text, or too long */
export function lineCountsOf(
  { before, after }: Change,
  contentOf: (id: string) => Buffer,
): { added: number; removed: number } | undefined {
  const [left, right] = [before, after].map((state) => textOf(state, contentOf, MAX_BYTES));
  if (left === undefined || right === undefined) return undefined;
  if (left === '' || right === '') return { added: linesIn(right), removed: linesIn(left) };
  const parts = diffLines(left, right, { maxEditLength: MAX_EDITS });
  if (!parts) return undefined;
  const count = (isMeant: (part: { added: boolean; removed: boolean }) => boolean) =>
    parts.filter(isMeant).reduce((sum, part) => sum + (part.count ?? 0), 0);
  return { added: count(({ added }) => added), removed: count(({ removed }) => removed) };
}

function linesIn(text: string): number {
  return text === '' ? 0 : text.replace(/\n$/, '').split('\n').length;
}
