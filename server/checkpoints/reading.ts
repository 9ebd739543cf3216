// What is read of checkpoints for a person who looks at a thread: its turns, the files of one, the text of one file.
// Nothing is changed.
import path from 'node:path';
import type { ChangedFiles, ChangedTurn, ShownDiff, ThreadChanges } from '../contract/thread-changes.ts';
import { turnNotFound } from '../errors/checkpoints.ts';
import type { Blobs } from './blobs.ts';
import { changedFileCount, changedFilesOf, shownChange } from './changed-files.ts';
import { fileTypeOf } from './file-type.ts';
import type { OwnChanges } from './own-changes.ts';
import { picturesOf } from './pictures.ts';
import { readPlainFile, stateAt } from './state-at.ts';
import { diffBetween } from './stored-text.ts';
import { type LoggedTurn, logChangedAt, readLog, type ThreadLog } from './thread-log.ts';
import type { State } from './tree.ts';

export interface Reading {
  /** @param isRunning a turn of the thread runs now @returns `keptUntil` and `coverage` are not known here */
  turns(threadId: string, isRunning: boolean): ThreadTurns;
  /** @throws turn-not-found, turn-not-covered, folder-gone, checkpoint-broken */
  files(threadId: string, turn: number): ChangedFiles;
  /** What a turn did at one path of its list. @throws as files */
  turnDiff(threadId: string, turn: number, path: string): ShownDiff;
  /** Two states of a path: stored ones, or as it is now. @throws checkpoint-broken */
  stateDiff(sides: StatesOfPath): ShownDiff;
}

export interface ThreadTurns extends Pick<ThreadChanges, 'turns' | 'turnCount' | 'redo'> {
  /** Of the newest turn; undefined without one. */
  readonly folder: string | undefined;
  /** When a turn or an undo was last written down, in ms since 1970. */
  readonly changedAtMs: number;
}

export interface StatesOfPath {
  readonly folder: string;
  readonly path: string;
  readonly before: State | undefined;
  readonly after: State | undefined;
}

const MAX_LISTED = 200;

/** @param options.own what turns of a thread themselves changed */
export function openReading(options: {
  threads: string;
  blobs: Blobs;
  own(threadId: string): OwnChanges;
}): Reading {
  const { threads, blobs, own } = options;
  /** By thread, turn, tree and what is not its own: how many files an ended turn changed never changes. */
  const counts = new Map<string, number>();

  function stateOf(
    threadId: string,
    turn: LoggedTurn,
    { ownOf, isRunning }: { ownOf: OwnChanges; isRunning: boolean },
  ): ChangedTurn['state'] {
    if (turn.before === undefined || turn.why !== undefined)
      return { kind: 'uncovered', why: turn.why ?? 'it was cut off' };
    if (turn.endedAt === undefined && !turn.isUndone) return { kind: isRunning ? 'running' : 'cut-off' };
    try {
      const key = JSON.stringify([threadId, turn.number, turn.after, [...ownOf.notOwn(turn)]]);
      const fileCount = counts.get(key) ?? changedFileCount(ownOf.of(turn));
      if (turn.after !== undefined) counts.set(key, fileCount);
      return { kind: turn.isUndone ? 'undone' : 'kept', fileCount };
    } catch {
      return { kind: 'uncovered', why: 'its checkpoint cannot be read' };
    }
  }

  function find(threadId: string, number: number): { turn: LoggedTurn; undone: ReadonlySet<string> } {
    const { turns, undos } = readLog(threads, threadId);
    const turn = turns.find((one) => one.number === number);
    if (!turn) throw turnNotFound(threadId, number);
    return { turn, undone: turn.isUndone ? new Set() : undoneOf(undos, number) };
  }

  return {
    turns(threadId, isRunning) {
      const { turns, undos } = readLog(threads, threadId);
      const redo = undos.at(-1);
      const last = turns.at(-1);
      const ownOf = own(threadId);
      const listed = turns.slice(-MAX_LISTED).reverse();
      return {
        folder: last?.folder,
        changedAtMs: logChangedAt(threads, threadId),
        turnCount: turns.length,
        ...(redo && { redo: { turns: redo.turns, fileCount: redo.steps.length } }),
        turns: listed.map((turn) => ({
          number: turn.number,
          beganAt: Date.parse(turn.beganAt),
          ...(turn.endedAt !== undefined && { endedAt: Date.parse(turn.endedAt) }),
          state: stateOf(threadId, turn, { ownOf, isRunning: isRunning && turn === last }),
          leftOut: turn.leftOut,
        })),
      };
    },

    files(threadId, number) {
      const { turn, undone } = find(threadId, number);
      const ownOf = own(threadId);
      const changes = ownOf.of(turn);
      const byOthers = [...ownOf.notOwn(turn)].sort();
      return { ...changedFilesOf(changes, { undone, contentOf: blobs.read }), byOthers };
    },

    turnDiff(threadId, number, file) {
      const change = shownChange(own(threadId).of(find(threadId, number).turn), file);
      return change ? shownDiff(change, blobs.read) : { kind: 'gone' };
    },

    stateDiff({ folder, path: relative, before, after }) {
      try {
        return shownDiff({ path: relative, before, after }, (id) =>
          blobs.has(id) ? blobs.read(id) : contentNow(folder, relative, id),
        );
      } catch (error) {
        if (error instanceof Gone) return { kind: 'gone' };
        throw error;
      }
    },
  };
}

/** The difference, with what it is of if it is not text. */
function shownDiff(
  sides: Pick<StatesOfPath, 'path' | 'before' | 'after'>,
  contentOf: (id: string) => Buffer,
): ShownDiff {
  const diff = diffBetween(sides.before, sides.after, contentOf);
  if (diff.kind === 'gone') return diff;
  const pictures = picturesOf(sides, contentOf);
  if (diff.kind === 'text') return { ...diff, ...(pictures && { pictures }) };
  const newer = [sides.after, sides.before].find((state) => state?.kind === 'file');
  const type = newer?.kind === 'file' ? fileTypeOf(contentOf(newer.content)) : undefined;
  return { ...diff, ...(type && { type }), ...(pictures && { pictures }) };
}

class Gone extends Error {}

/** What is in the folder, if it is still this content. */
function contentNow(folder: string, relative: string, id: string): Buffer {
  try {
    const now = stateAt(folder, relative);
    if (now?.kind === 'file' && now.content === id) return readPlainFile(path.join(folder, relative));
  } catch {
    // It is not readable for us.
  }
  throw new Gone();
}

/** Files of a turn that were taken back alone. */
function undoneOf(undos: ThreadLog['undos'], turn: number): ReadonlySet<string> {
  const ofTurn = undos.filter(({ turns }) => turns.includes(turn));
  return new Set(ofTurn.flatMap(({ steps }) => steps.map((step) => step.path)));
}
