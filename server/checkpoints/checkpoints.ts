// What turns changed in their folders, and taking it back. Before and after a turn that may write, the folder is looked at;
// both looks are stored. Undoing is a plan made of the difference, shown to the person first, and then done as a whole.
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { ChangedFile } from '../contract/patch-hunks.ts';
import { editNotApplied } from '../errors/approvals.ts';
import {
  checkpointNotWritten,
  folderNotCovered,
  undoChanged,
  undoConflict,
  whyNotWritten,
} from '../errors/checkpoints.ts';
import { PatchbayError } from '../errors/error.ts';
import { isFull } from '../errors/files.ts';
import { whileLocked } from '../files/file-lock.ts';
import { makeFolder } from '../files/folders.ts';
import { type AcceptedChange, acceptedChanges } from './accepted-patch.ts';
import { type Blobs, openBlobs } from './blobs.ts';
import { type FileBefore, filesBefore } from './files-before.ts';
import { type ComparedWithNow, openFilesNow } from './files-now.ts';
import { openJournal } from './journal.ts';
import { type Coverage, type Look, lookAt, type Memory } from './look.ts';
import { openOwnChanges, ownAtEnd, turnsOfOthers, WAS_CUT_OFF } from './own-changes.ts';
import { openReading, type Reading } from './reading.ts';
import { blameStored, type StoredBlame } from './stored-blame.ts';
import { appendToLog, type LogLine, listLogs, readLog } from './thread-log.ts';
import { changesBetween, contentsOf, type StoredState } from './tree.ts';
import { summaryOf, type TurnChanges, type UncoveredTurn, type Work } from './turn-changes.ts';
import { inOrder } from './undo-plan.ts';
import { openUndoPlans, type UndoPlan, type Wanted } from './undo-plans.ts';

export interface Checkpoints extends Reading, ComparedWithNow {
  /**
   * Before a turn that may write.
   * @param folder a real path
   * @returns the number of the turn, from 1 on; the files that were undone since the last one; as a clause, why the
   *   folder is not covered
   */
  begin(threadId: string, folder: string): Promise<{ turn: number; undone: string[]; uncovered?: string }>;
  /**
   * After it.
   * @param work when it ran commands or changed files
   */
  end(threadId: string, turn: number, work: Work): Promise<TurnChanges | UncoveredTurn>;
  /**
   * @throws nothing-to-undo, turn-not-found, turn-not-covered, turns-in-several-folders, file-not-in-turn, folder-gone,
   *   folder-moved, checkpoint-broken
   */
  planUndo(threadId: string, wanted: Wanted): UndoPlan;
  /**
   * @param shown the digest of the plan that a person has seen
   * @throws undo-conflict, undo-changed, restore-failed, and what planUndo throws; then nothing was changed
   */
  undo(threadId: string, wanted: Wanted, shown: string): Promise<UndoPlan>;
  /** The last undo back. @throws nothing-to-redo, and as undo; then nothing was changed */
  redo(threadId: string, shown: string): Promise<UndoPlan>;
  planRedo(threadId: string): UndoPlan;
  /**
   * Who wrote the lines of a file.
   * @param file a path, or one in the folder of the last turn of a thread
   * @throws folder-not-covered, file-never-seen, file-not-blamed, checkpoint-broken, file-broken
   */
  blame(file: string | { readonly threadId: string; readonly file: string }): StoredBlame;
  /**
   * Writes what a person has accepted of a patch, all of it or nothing.
   * @param folder of the thread
   * @throws edit-not-applied, edit-not-possible; then nothing was changed
   */
  accept(threadId: string, folder: string, changes: readonly ChangedFile[]): Promise<void>;
  /**
   * What files were when a turn began.
   * @param paths relative to its folder, with `/`
   * @returns by path, without what is not known
   * @throws checkpoint-broken
   */
  filesBefore(threadId: string, turn: number, paths: readonly string[]): Record<string, FileBefore>;
  /** The text of a stored file. @throws checkpoint-broken */
  contentOf(id: string): Buffer;
  /** Removes the checkpoints of threads whose last turn is too long ago, and of the oldest while there are too many. */
  clean(retention: CheckpointRetention): Promise<void>;
}

export interface CheckpointRetention {
  readonly keepDays: number;
  readonly maxMegabytes: number;
}

export const defaultCheckpointRetention: CheckpointRetention = { keepDays: 30, maxMegabytes: 2000 };

/** The longest that a look at a folder takes. */
const LONGEST_LOOK_MS = 120_000;
const DAY_MS = 86_400_000;
const MEGABYTE = 1_000_000;

/** @param options.folder of the store, in PATCHBAY_HOME */
export function openCheckpoints(options: { folder: string; coverage: Coverage }): Checkpoints {
  const { folder: store, coverage } = options;
  const threads = path.join(store, 'threads');
  const memories = new Map<string, Memory>();
  const blobs = openBlobs(path.join(store, 'packs'));
  const journal = openJournal({
    folder: path.join(store, 'journals'),
    blobs,
    onDone: ({ threadId, line }) => appendToLog(threads, threadId, line),
  });

  const own = openOwnChanges({ threads, blobs, look });
  const reading = openReading({ threads, blobs, own });
  const plans = openUndoPlans({ threads, own });

  function look(folder: string): Look {
    const memory = memories.get(folder) ?? new Map();
    memories.set(folder, memory);
    try {
      return lookAt(folder, blobs, memory, coverage);
    } catch (error) {
      if (!(error instanceof PatchbayError && error.code === 'checkpoint-not-written')) throw error;
      return { kind: 'uncovered', why: whyNotWritten(error) };
    }
  }

  async function locked<T>(work: () => T): Promise<T> {
    try {
      makeFolder(store);
      return await whileLocked(path.join(store, 'store'), LONGEST_LOOK_MS, async () => work());
    } catch (error) {
      throw isFull(error) ? checkpointNotWritten(store, error) : error;
    }
  }

  function perform(
    threadId: string,
    { folder, steps, conflicts, digest }: UndoPlan,
    { shown, lineOf }: { shown: string; lineOf(id: string): LogLine },
  ): void {
    if (conflicts.length > 0) {
      const paths = conflicts.map((one) => one.path);
      throw undoConflict(folder, paths);
    }
    if (digest !== shown) throw undoChanged(folder);
    const id = randomUUID();
    journal.perform(id, { threadId, folder, steps, line: lineOf(id) });
  }

  function neededBy(logs: readonly { readonly threadId: string }[]): (id: string) => boolean {
    const needed = new Set<string>();
    const trees = logs
      .flatMap(({ threadId }) => readLog(threads, threadId).turns)
      .flatMap(({ before, after }) => [before, after].filter((tree) => tree !== undefined));
    for (const tree of trees) {
      try {
        for (const id of contentsOf(blobs, tree, (known) => needed.has(known))) needed.add(id);
      } catch {
        // It cannot be read, so nothing more of it can be kept.
      }
    }
    return (id) => needed.has(id);
  }

  return {
    begin: (threadId, folder) =>
      locked(() => {
        journal.finish();
        const { turns, undoneSince } = readLog(threads, threadId);
        const turn = (turns.at(-1)?.number ?? 0) + 1;
        const at = new Date().toISOString();
        const found = look(folder);
        appendToLog(threads, threadId, { kind: 'began', turn, folder, at, ...toldOf(found) });
        return {
          turn,
          undone: [...undoneSince],
          ...(found.kind === 'uncovered' && { uncovered: found.why }),
        };
      }),
    end: (threadId, number, work) =>
      locked(() => {
        const turn = readLog(threads, threadId).turns.find((one) => one.number === number);
        if (!turn) return { uncovered: WAS_CUT_OFF };
        const { folder, before } = turn;
        const at = () => new Date().toISOString();
        if (before === undefined) {
          appendToLog(threads, threadId, { kind: 'ended', turn: number, at: at(), byOthers: [] });
          return { uncovered: turn.why ?? WAS_CUT_OFF };
        }
        const found = look(folder);
        const changes = found.kind === 'stored' ? changesBetween(blobs, before, found.tree) : [];
        const others = turnsOfOthers(threads, threadId);
        const ofTurn = ownAtEnd(turn, changes, { work, others });
        const byOthers = changes.filter((change) => !ofTurn.includes(change)).map((change) => change.path);
        const { tree, why } = toldOf(found);
        appendToLog(threads, threadId, {
          kind: 'ended',
          turn: number,
          at: at(),
          ...(tree && { tree }),
          ...(why && { why }),
          byOthers,
          patched: [...work.patched],
        });
        if (found.kind === 'uncovered') return { uncovered: found.why };
        return summaryOf(turn, ofTurn, { after: found, contentOf: blobs.read });
      }),
    planUndo: plans.undo,
    planRedo: plans.redo,
    undo: (threadId, wanted, shown) =>
      locked(() => {
        journal.finish();
        const planned = plans.undo(threadId, wanted);
        const { turns, steps } = planned;
        const isPart = wanted.files !== undefined || wanted.except !== undefined;
        const about = { at: new Date().toISOString(), turns, steps, ...(isPart && { isPart }) };
        perform(threadId, planned, { shown, lineOf: (id) => ({ kind: 'undone', id, ...about }) });
        return planned;
      }),
    redo: (threadId, shown) =>
      locked(() => {
        journal.finish();
        const { id, ...planned } = plans.redo(threadId);
        const at = new Date().toISOString();
        perform(threadId, planned, { shown, lineOf: () => ({ kind: 'redone', id, at }) });
        return planned;
      }),
    blame(given) {
      if (typeof given === 'string') return blameStored(given, { threads, blobs });
      const folder = readLog(threads, given.threadId).turns.at(-1)?.folder;
      if (folder === undefined) throw folderNotCovered(given.file);
      return blameStored(path.resolve(folder, given.file), { threads, blobs });
    },
    async accept(threadId, folder, changes) {
      try {
        await locked(() => {
          journal.finish();
          const place = { folder, ownFolders: coverage.ownFolders };
          const steps = acceptedChanges(changes, place).map(({ path: changed, from, to }) => ({
            path: changed,
            from,
            to: to && stored(to, blobs),
          }));
          blobs.flush();
          const line = { kind: 'accepted' as const, at: new Date().toISOString(), steps };
          const real = fs.realpathSync(folder);
          journal.perform(randomUUID(), { threadId, folder: real, steps: inOrder(steps), line });
        });
      } catch (error) {
        throw asNotAccepted(error);
      }
    },
    filesBefore(threadId, number, paths) {
      const turn = readLog(threads, threadId).turns.find((one) => one.number === number);
      return turn ? filesBefore(blobs, turn, paths) : {};
    },
    ...reading,
    ...openFilesNow({ threads, own, stateDiff: reading.stateDiff }),
    contentOf: (id) => blobs.read(id),
    clean: ({ keepDays, maxMegabytes }) =>
      locked(() => {
        const oldest = Date.now() - keepDays * DAY_MS;
        const logs = listLogs(threads);
        const kept = logs.filter(({ changedAtMs }) => changedAtMs >= oldest);
        blobs.keepOnly(neededBy(kept));
        while (kept.length > 0 && blobs.sizeBytes() > maxMegabytes * MEGABYTE) {
          kept.pop();
          blobs.keepOnly(neededBy(kept));
        }
        for (const { file } of logs.slice(kept.length)) fs.rmSync(file, { force: true });
      }),
  };
}

function asNotAccepted(error: unknown): Error {
  if (!(error instanceof PatchbayError)) return editNotApplied(error);
  return error.code === 'edit-not-possible' ? error : editNotApplied(error.cause ?? error);
}

function stored(to: NonNullable<AcceptedChange['to']>, blobs: Blobs): StoredState {
  if (to.kind === 'folder') return to;
  return { ...to, content: blobs.add(to.content), sizeBytes: to.content.length };
}

function toldOf(look: Look): { tree?: string; why?: string; leftOut: string[] } {
  return look.kind === 'stored' ? { tree: look.tree, leftOut: look.leftOut } : { why: look.why, leftOut: [] };
}
