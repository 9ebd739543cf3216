// How many lines a change adds and removes.
import { diffLines } from 'diff';
import type { Change, StoredState } from './tree.ts';

/** Longer texts are not compared. */
const MAX_BYTES = 200_000;
/** Of the comparison; beyond it the counts are left out. */
const MAX_EDITS = 5_000;

/** @returns undefined for what is not text, or too long */
export function lineCountsOf(
  { before, after }: Change,
  contentOf: (id: string) => Buffer,
): { added: number; removed: number } | undefined {
  const [left, right] = [textOf(before, contentOf), textOf(after, contentOf)];
  if (left === undefined || right === undefined) return undefined;
  const parts = diffLines(left, right, { maxEditLength: MAX_EDITS });
  if (!parts) return undefined;
  const count = (isMeant: (part: { added: boolean; removed: boolean }) => boolean) =>
    parts.filter(isMeant).reduce((sum, part) => sum + (part.count ?? 0), 0);
  return { added: count(({ added }) => added), removed: count(({ removed }) => removed) };
}

function textOf(state: StoredState | undefined, contentOf: (id: string) => Buffer): string | undefined {
  if (!state) return '';
  if (state.kind !== 'file' || state.sizeBytes > MAX_BYTES) return undefined;
  const text = contentOf(state.content).toString();
  return /[\0\uFFFD]/.test(text) ? undefined : text;
}
