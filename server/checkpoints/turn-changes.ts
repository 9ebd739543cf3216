// What of the changes in a folder is a turn's own, and what a receipt says of them.
import fs from 'node:fs';
import path from 'node:path';
import type { ReceiptFile } from '../contract/receipt.ts';
import { lineCountsOf } from './line-counts.ts';
import type { Look } from './look.ts';
import { type MovedChange, withMoves } from './moves.ts';
import type { LoggedTurn } from './thread-log.ts';
import type { Change } from './tree.ts';

/** What is known of a turn, beside the looks at its folder. */
export interface Work {
  /** When it did something, in ms since 1970. */
  readonly times: readonly (readonly [from: number, to: number])[];
  /** Which files its patches changed, relative to the folder. */
  readonly patched: readonly string[];
  /** Which files patches of turns changed that run in the same folder and have not ended. */
  readonly patchedByOthers?: readonly string[];
}

/** Nothing is known of what a turn changed; `uncovered` says why, as a clause. */
export interface UncoveredTurn {
  readonly uncovered: string;
}

/** What a turn changed: files and links, not folders. */
export interface TurnChanges {
  readonly turn: number;
  readonly files: readonly ReceiptFile[];
  /** Nothing was left out of the looks before and after. */
  readonly isComplete: boolean;
  /** When the last of them was changed, in ms since 1970; 0 where none was, or all are gone. */
  readonly lastChangeMs: number;
}

/** A file system stamps later than the command that wrote says. */
const STAMP_SLACK_MS = 100;
/** Files whose lines are counted. */
export const MAX_COUNTED = 200;

/**
 * Whether a change is the turn's own: its patches name the file, or the file was last changed while a command ran. What
 * is gone has no times, and what was moved keeps older ones; both count as the turn's if anything ran.
 */
export function isByTurn(
  { folder, beganAt }: LoggedTurn,
  { path: changed, after }: Change,
  { times, patched }: Work,
): boolean {
  if (patched.includes(changed)) return true;
  if (times.length === 0) return false;
  const changedAtMs = after ? ctimeOf(path.join(folder, changed)) : 0;
  if (changedAtMs < Date.parse(beganAt)) return true;
  return times.some(
    ([from, to]) => changedAtMs >= from - STAMP_SLACK_MS && changedAtMs <= to + STAMP_SLACK_MS,
  );
}

/** @param changes those that are the turn's own */
export function summaryOf(
  { number, folder, leftOut }: LoggedTurn,
  changes: readonly Change[],
  look: { after: Extract<Look, { kind: 'stored' }>; contentOf(id: string): Buffer },
): TurnChanges {
  const shown = withMoves(changes).filter(({ before, after }) => (after ?? before)?.kind !== 'folder');
  const files = shown.map(
    (change, at): ReceiptFile => ({
      path: change.path,
      ...(change.movedFrom !== undefined && { movedFrom: change.movedFrom }),
      change: kindOf(change),
      ...(at < MAX_COUNTED && lineCountsOf(change, look.contentOf)),
    }),
  );
  const times = shown
    .filter(({ after }) => after !== undefined)
    .map(({ path: file }) => ctimeOf(path.join(folder, file)));
  return {
    turn: number,
    files,
    isComplete: leftOut.length === 0 && look.after.leftOut.length === 0,
    lastChangeMs: times.reduce((last, time) => Math.max(last, time), 0),
  };
}

function kindOf({ before, after, movedFrom }: MovedChange): ReceiptFile['change'] {
  if (movedFrom !== undefined) return 'renamed';
  if (before === undefined) return 'created';
  return after === undefined ? 'deleted' : 'changed';
}

/** In ms since 1970; 0 where nothing is any more. */
function ctimeOf(file: string): number {
  try {
    return fs.lstatSync(file).ctimeMs;
  } catch {
    return 0;
  }
}
