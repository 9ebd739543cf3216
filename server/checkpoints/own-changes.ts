// What of the changes in a folder is a turn's own. A look at the folder cannot tell it from what others did there
// meanwhile: times and patches do. Undo, the list of changes, receipts and blame all ask here.
import { turnNotCovered } from '../errors/checkpoints.ts';
import type { Blobs } from './blobs.ts';
import type { Look } from './look.ts';
import { type LoggedTurn, listLogs, logName, readLog } from './thread-log.ts';
import { type Change, changesBetween } from './tree.ts';
import { isByTurn, type Work } from './turn-changes.ts';

/** Of the turns of one thread. */
export interface OwnChanges {
  /** @throws turn-not-covered, checkpoint-broken */
  of(turn: LoggedTurn): Change[];
  /** Paths that changed while it ran and are not its own. */
  notOwn(turn: LoggedTurn): ReadonlySet<string>;
  /** Paths that turns of other threads changed too while it ran: what is whose is not known. */
  shared(turn: LoggedTurn): ReadonlySet<string>;
}

export const WAS_CUT_OFF = 'it was cut off';

/** @param options.look at a folder as it is now */
export function openOwnChanges(options: {
  threads: string;
  blobs: Blobs;
  look(folder: string): Look;
}): (threadId: string) => OwnChanges {
  const { threads, blobs, look } = options;

  function treeNow(threadId: string, { folder, number }: LoggedTurn): string {
    const now = look(folder);
    if (now.kind === 'uncovered') throw turnNotCovered(threadId, number, now.why);
    return now.tree;
  }

  /** All that counts as changed by a turn of another thread; its patches alone where nothing else is known. */
  function changedBy({ before, after, byOthers, patched }: LoggedTurn): readonly string[] {
    if (before === undefined || after === undefined) return patched;
    return changesBetween(blobs, before, after)
      .filter(({ after: now, before: was }) => (now ?? was)?.kind !== 'folder')
      .map(({ path }) => path)
      .filter((path) => !byOthers.includes(path));
  }

  return (threadId) => {
    let others: readonly LoggedTurn[] | undefined;
    const besides = (turn: LoggedTurn) => {
      others ??= turnsOfOthers(threads, threadId);
      return turnsBeside(turn, others);
    };
    const notOwn = (turn: LoggedTurn) => pathsOfOthers(turn, besides(turn));
    return {
      notOwn,
      of(turn) {
        const { before, number, why } = turn;
        if (before === undefined || why !== undefined)
          throw turnNotCovered(threadId, number, why ?? WAS_CUT_OFF);
        const excluded = notOwn(turn);
        const after = turn.after ?? treeNow(threadId, turn);
        return changesBetween(blobs, before, after).filter(({ path }) => !excluded.has(path));
      },
      shared: (turn) =>
        new Set(
          besides(turn)
            .filter(({ isUndone }) => !isUndone)
            .flatMap((other) =>
              changedBy(other).filter((path) => other.patched.includes(path) || !turn.patched.includes(path)),
            ),
        ),
    };
  };
}

/**
 * The own ones of a turn that ends now.
 * @param others the turns of other threads
 */
export function ownAtEnd(
  turn: LoggedTurn,
  changes: readonly Change[],
  { work, others }: { work: Work; others: readonly LoggedTurn[] },
): Change[] {
  const ended = { ...turn, byOthers: [], patched: work.patched };
  const excluded = pathsOfOthers(ended, turnsBeside(ended, others));
  const { patched, patchedByOthers = [] } = work;
  const isTheirs = (path: string) => !patched.includes(path) && patchedByOthers.includes(path);
  return changes.filter(
    (change) => isByTurn(turn, change, work) && !excluded.has(change.path) && !isTheirs(change.path),
  );
}

/** What the look at the end told, and what only patches of others name. @param beside as turnsBeside */
export function pathsOfOthers(turn: LoggedTurn, beside: readonly LoggedTurn[]): ReadonlySet<string> {
  const theirs = beside.flatMap(({ patched }) => patched).filter((path) => !turn.patched.includes(path));
  return new Set([...turn.byOthers, ...theirs]);
}

/** Those that ran in the same folder while the turn ran. */
export function turnsBeside(turn: LoggedTurn, others: readonly LoggedTurn[]): LoggedTurn[] {
  return others.filter(
    (other) => other.folder === turn.folder && began(other) <= ended(turn) && began(turn) <= ended(other),
  );
}

/** In the order of their threads. */
export function turnsOfOthers(threads: string, threadId: string): LoggedTurn[] {
  const own = logName(threadId);
  return listLogs(threads).flatMap(({ threadId: other }) =>
    other === own ? [] : readLog(threads, other).turns,
  );
}

const began = ({ beganAt }: LoggedTurn) => Date.parse(beganAt);
const ended = ({ endedAt }: LoggedTurn) =>
  endedAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(endedAt);
