// The text of a stored state, and the difference between two.
import { createTwoFilesPatch } from 'diff';
import type { ShownDiff } from '../contract/thread-changes.ts';
import type { State } from './tree.ts';

/** Of one side of a diff; more is not read through. */
const MAX_DIFF_BYTES = 500_000;
/** Of the comparison, whose time grows with their square; beyond it all of the old lines go and all of the new ones come. */
const MAX_EDITS = 1_000;

/** @returns '' for nothing; undefined for what is not text, or has more than `maxBytes` */
export function textOf(
  state: State | undefined,
  contentOf: (id: string) => Buffer,
  maxBytes: number,
): string | undefined {
  if (!state) return '';
  if (state.kind !== 'file' || state.sizeBytes > maxBytes) return undefined;
  const text = contentOf(state.content).toString();
  return /[\0\uFFFD]/.test(text) ? undefined : text;
}

/** @param contentOf a content by its id @throws checkpoint-broken */
export function diffBetween(
  before: State | undefined,
  after: State | undefined,
  contentOf: (id: string) => Buffer,
): ShownDiff {
  const sizes = {
    ...(before?.kind === 'file' && { before: before.sizeBytes }),
    ...(after?.kind === 'file' && { after: after.sizeBytes }),
  };
  const isLarge = [before, after].some((side) => side?.kind === 'file' && side.sizeBytes > MAX_DIFF_BYTES);
  if (isLarge) return { kind: 'large', ...sizes };
  const [left, right] = [before, after].map((side) =>
    side?.kind === 'link'
      ? `link to ${side.target}\n`
      : side?.kind === 'folder'
        ? ''
        : textOf(side, contentOf, MAX_DIFF_BYTES),
  );
  if (left === undefined || right === undefined) return { kind: 'binary', ...sizes };
  return { kind: 'text', hunks: hunksOf(left, right) };
}

function hunksOf(left: string, right: string): string {
  if (left === right) return '';
  const patch = createTwoFilesPatch('a', 'b', left, right, '', '', { maxEditLength: MAX_EDITS });
  if (patch !== undefined) return patch.slice(patch.indexOf('@@'));
  const [going, coming] = [linesOf(left), linesOf(right)];
  const header = `@@ -${rangeOf(going)} +${rangeOf(coming)} @@`;
  return [header, ...going.map((line) => `-${line}`), ...coming.map((line) => `+${line}`)].join('\n');
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

function rangeOf(lines: readonly string[]): string {
  return lines.length === 0 ? '0,0' : `1,${lines.length}`;
}
