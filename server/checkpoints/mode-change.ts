// What became of the permissions at a path.
import type { ModeChange } from '../contract/thread-changes.ts';
import type { StoredState } from './tree.ts';

/** @returns undefined where they are the same, or one side has none */
export function modeChange(
  before: StoredState | undefined,
  after: StoredState | undefined,
): ModeChange | undefined {
  if (!before || !after || before.kind === 'link' || after.kind === 'link') return undefined;
  if (before.mode === after.mode) return undefined;
  return { before: before.mode.toString(8), after: after.mode.toString(8) };
}
