// What a thread changed, compared with what is there now: each file as the last turn left it that changed it.
import path from 'node:path';
import type { FileNow, FilesNow, ShownDiff } from '../contract/thread-changes.ts';
import type { OwnChanges } from './own-changes.ts';
import type { Reading } from './reading.ts';
import { stateAt } from './state-at.ts';
import { readLog } from './thread-log.ts';
import { isSame, type State, type StoredState } from './tree.ts';

export interface ComparedWithNow {
  /** @throws checkpoint-broken */
  filesNow(threadId: string): FilesNow;
  /** From what the thread left at a path of that list to what is there now. @throws checkpoint-broken */
  nowDiff(threadId: string, path: string): ShownDiff;
}

/** How a thread left a file or a link. */
interface Left {
  readonly folder: string;
  /** Relative to the folder, with `/`. */
  readonly path: string;
  readonly state: StoredState | undefined;
  /** When its turn ended, in ms since 1970. */
  readonly atMs: number;
}

const MAX_LISTED = 1000;

/** @param options.own what turns of a thread themselves changed */
export function openFilesNow(options: {
  threads: string;
  own(threadId: string): OwnChanges;
  stateDiff: Reading['stateDiff'];
}): ComparedWithNow {
  const { threads, own, stateDiff } = options;

  /** By the path as it is shown, in the order of those. */
  function leftBy(threadId: string): { left: Map<string, Left>; uncovered: number } {
    const { turns, undos } = readLog(threads, threadId);
    const ownOf = own(threadId);
    const newest = turns.at(-1)?.folder ?? '';
    const left = new Map<string, Left>();
    let uncovered = 0;
    for (const turn of turns) {
      if (turn.isUndone) continue;
      if (turn.before === undefined || turn.after === undefined) {
        uncovered += 1;
        continue;
      }
      const { folder, endedAt = turn.beganAt } = turn;
      for (const { path: changed, before, after } of ownOf.of(turn)) {
        if ((after ?? before)?.kind === 'folder') continue;
        const shown = folder === newest ? changed : path.join(folder, changed);
        left.set(shown, { folder, path: changed, state: after, atMs: Date.parse(endedAt) });
      }
    }
    // A file that was taken back alone is not the thread's any more.
    for (const { at, steps, isPart } of undos) {
      if (!isPart) continue;
      const isBack = ({ path: one, atMs }: Left) =>
        atMs <= Date.parse(at) && steps.some((step) => step.path === one);
      for (const [shown, one] of left) if (isBack(one)) left.delete(shown);
    }
    const inOrder = [...left].sort(([one], [other]) => (one < other ? -1 : 1));
    return { left: new Map(inOrder), uncovered };
  }

  return {
    filesNow(threadId) {
      const { left, uncovered } = leftBy(threadId);
      const files = [...left].slice(0, MAX_LISTED).map(([shown, one]): FileNow => {
        return { path: shown, now: nowOf(one.state, stateAt(one.folder, one.path)) };
      });
      return { files, fileCount: left.size, uncoveredTurns: uncovered };
    },

    nowDiff(threadId, shown) {
      const one = leftBy(threadId).left.get(shown);
      if (!one) return { kind: 'gone' };
      const { folder, path: changed, state } = one;
      return stateDiff({ folder, path: changed, before: state, after: stateAt(folder, changed) });
    },
  };
}

function nowOf(left: State | undefined, now: State | undefined): FileNow['now'] {
  if (isSame(left, now)) return left ? 'as-left' : 'still-deleted';
  if (!left) return 'back';
  return now ? 'changed' : 'gone';
}
