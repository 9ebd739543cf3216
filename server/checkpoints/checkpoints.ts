// What turns changed in their folders, and taking it back. Before and after a turn that may write, the folder is looked at;
// both looks are stored. Undoing is a plan made of the difference, shown to the person first, and then done as a whole.
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { ReceiptFile } from '../contract/receipt.ts';
import {
  folderGone,
  folderMoved,
  nothingToRedo,
  nothingToUndo,
  turnNotCovered,
  turnNotFound,
  undoConflict,
} from '../errors/checkpoints.ts';
import { whileLocked } from '../files/file-lock.ts';
import { makeFolder } from '../files/folders.ts';
import { readJsonFile, writeJsonFile } from '../files/json-file.ts';
import { openBlobs } from './blobs.ts';
import { lineCountsOf } from './line-counts.ts';
import { type Coverage, type Look, lookAt, type Memory } from './look.ts';
import { restore } from './restore.ts';
import { stateAt } from './state-at.ts';
import {
  appendToLog,
  type LoggedTurn,
  type LogLine,
  lineSchema,
  listLogs,
  readLog,
  stepSchema,
  type ThreadLog,
} from './thread-log.ts';
import { type Change, changesBetween, contentsOf } from './tree.ts';
import { type Plan, planUndo, reversed, type Step } from './undo-plan.ts';

export interface Checkpoints {
  /**
   * Before a turn that may write.
   * @param folder a real path
   * @returns the number of the turn, from 1 on, and the files that were undone since the last one
   */
  begin(threadId: string, folder: string): Promise<{ turn: number; undone: string[] }>;
  /**
   * After it.
   * @param work when it ran commands or changed files
   * @returns undefined where the folder is not covered
   */
  end(threadId: string, turn: number, work: Work): Promise<TurnChanges | undefined>;
  /** @throws file-broken */
  log(threadId: string): ThreadLog;
  /** What a turn changed; for one that runs or was cut off, until now. @throws turn-not-found, turn-not-covered */
  changesOf(threadId: string, turn: number): Change[];
  /** @throws nothing-to-undo, turn-not-found, turn-not-covered, folder-gone, checkpoint-broken */
  planUndo(threadId: string, wanted: Wanted): UndoPlan;
  /** @throws undo-conflict, restore-failed, and what planUndo throws; then nothing was changed */
  undo(threadId: string, wanted: Wanted): Promise<UndoPlan>;
  /** The last undo back. @throws nothing-to-redo, undo-conflict, restore-failed; then nothing was changed */
  redo(threadId: string): Promise<UndoPlan>;
  planRedo(threadId: string): UndoPlan;
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

/** The last turn that is not undone, if no number is given. */
export interface Wanted {
  readonly turn?: number | undefined;
  /** With every turn behind it. */
  readonly andLater?: boolean;
  /** One file alone; relative to the folder, with `/`. */
  readonly file?: string | undefined;
}

/** When a turn did something, in ms since 1970, and which files its patches changed, relative to the folder. */
export interface Work {
  readonly times: readonly (readonly [from: number, to: number])[];
  readonly patched: readonly string[];
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

export interface UndoPlan extends Plan {
  /** Paths that were not stored, so that they cannot be restored. */
  readonly leftOut: readonly string[];
  readonly folder: string;
  readonly turns: readonly number[];
}

const journalSchema = z.object({
  version: z.literal(1),
  threadId: z.string(),
  folder: z.string(),
  steps: z.array(stepSchema).readonly(),
  line: lineSchema,
});

/** The longest that a look at a folder takes. */
const LONGEST_LOOK_MS = 120_000;
/** A file system stamps later than the command that wrote says. */
const STAMP_SLACK_MS = 100;
/** Files whose lines are counted. */
const MAX_COUNTED = 200;
const DAY_MS = 86_400_000;
const MEGABYTE = 1_000_000;

/** @param options.folder of the store, in PATCHBAY_HOME */
export function openCheckpoints(options: { folder: string; coverage: Coverage }): Checkpoints {
  const { folder: store, coverage } = options;
  const threads = path.join(store, 'threads');
  const journals = path.join(store, 'journals');
  const memories = new Map<string, Memory>();
  const blobs = openBlobs(path.join(store, 'packs'));

  function look(folder: string): Look {
    const memory = memories.get(folder) ?? new Map();
    memories.set(folder, memory);
    return lookAt(folder, blobs, memory, coverage);
  }

  const locked = <T>(work: () => T): Promise<T> => {
    makeFolder(store);
    return whileLocked(path.join(store, 'store'), LONGEST_LOOK_MS, async () => work());
  };

  function turnsFor(threadId: string, { turn, andLater }: Wanted): LoggedTurn[] {
    const { turns } = readLog(threads, threadId);
    const wanted =
      turn === undefined
        ? turns.findLast(({ isUndone }) => !isUndone)
        : turns.find(({ number }) => number === turn);
    if (!wanted) throw turn === undefined ? nothingToUndo(threadId) : turnNotFound(threadId, turn);
    const meant = andLater ? turns.filter(({ number }) => number >= wanted.number) : [wanted];
    return meant.reverse();
  }

  function changesOf(threadId: string, turn: LoggedTurn): Change[] {
    const { before, folder, byOthers, number, why } = turn;
    if (before === undefined || why !== undefined)
      throw turnNotCovered(threadId, number, why ?? 'it was cut off');
    const after = turn.after ?? treeNow(folder);
    const others = new Set(byOthers);
    return changesBetween(blobs, before, after).filter(({ path: changed }) => !others.has(changed));
  }

  function treeNow(folder: string): string {
    const now = look(folder);
    if (now.kind === 'uncovered') throw folderGone(folder);
    return now.tree;
  }

  function plan(threadId: string, wanted: Wanted): UndoPlan {
    const turns = turnsFor(threadId, wanted);
    const folder = turns[0]?.folder ?? '';
    requireFolder(folder);
    const changes = turns.map((turn) =>
      changesOf(threadId, turn).filter(({ path: changed }) => isMeant(changed, wanted.file)),
    );
    const planned = planUndo(changes, (relative) => stateAt(folder, relative));
    const leftOut = [...new Set(turns.flatMap((turn) => turn.leftOut))];
    return { ...planned, folder, leftOut, turns: turns.map(({ number }) => number) };
  }

  function planRedo(threadId: string): UndoPlan & { id: string } {
    const undo = readLog(threads, threadId).undos.at(-1);
    const folder = readLog(threads, threadId).turns.at(-1)?.folder;
    if (!undo || folder === undefined) throw nothingToRedo(threadId);
    requireFolder(folder);
    const changes = undo.steps.map((step) => ({ path: step.path, before: step.from, after: step.to }));
    const planned = planUndo([changes], (relative) => stateAt(folder, relative));
    return { ...planned, folder, leftOut: [], turns: undo.turns, id: undo.id };
  }

  /** Written down before the first step, so that whoever comes after a kill can finish it. */
  function perform(
    threadId: string,
    { folder, steps, conflicts }: UndoPlan,
    lineOf: (id: string) => LogLine,
  ): void {
    if (conflicts.length > 0)
      throw undoConflict(
        folder,
        conflicts.map((one) => one.path),
      );
    const id = randomUUID();
    const journal = path.join(journals, `${id}.json`);
    const line = lineOf(id);
    makeFolder(journals);
    writeJsonFile(journal, { version: 1, threadId, folder, steps, line });
    try {
      restore(folder, steps, { blobs, id });
      appendToLog(threads, threadId, line);
    } finally {
      fs.rmSync(journal, { force: true });
    }
  }

  /** Finishes what a kill has interrupted; takes it back where files have changed since. */
  function finishJournals(): void {
    for (const name of fs.existsSync(journals) ? fs.readdirSync(journals) : []) {
      const file = path.join(journals, name);
      // One that was not written whole has another name, and no step was done for it.
      const journal = name.endsWith('.json') ? readJsonFile(file, journalSchema) : undefined;
      if (journal && finish(journal, path.parse(name).name))
        appendToLog(threads, journal.threadId, journal.line);
      fs.rmSync(file, { force: true });
    }
  }

  /** @returns whether the steps are done now */
  function finish({ folder, steps }: { folder: string; steps: readonly Step[] }, id: string): boolean {
    try {
      restore(folder, steps, { blobs, id, isRetry: true });
      return true;
    } catch {
      try {
        restore(folder, reversed(steps), { blobs, id, isRetry: true });
      } catch {
        // Somebody has worked on these files since, and sees what is there.
      }
      return false;
    }
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

  function summaryOf(
    { number, folder, leftOut }: LoggedTurn,
    changes: readonly Change[],
    isWhole: boolean,
  ): TurnChanges {
    const shown = changes.filter(({ before, after }) => (after ?? before)?.kind !== 'folder');
    const files = shown.map(
      (change, at): ReceiptFile => ({
        path: change.path,
        change: change.before === undefined ? 'created' : change.after === undefined ? 'deleted' : 'changed',
        ...(at < MAX_COUNTED && lineCountsOf(change, blobs.read)),
      }),
    );
    const times = shown
      .filter(({ after }) => after !== undefined)
      .map(({ path: file }) => ctimeOf(path.join(folder, file)));
    const isComplete = isWhole && leftOut.length === 0;
    return {
      turn: number,
      files,
      isComplete,
      lastChangeMs: times.reduce((last, time) => Math.max(last, time), 0),
    };
  }

  return {
    begin: (threadId, folder) =>
      locked(() => {
        finishJournals();
        const { turns, undoneSince } = readLog(threads, threadId);
        const turn = (turns.at(-1)?.number ?? 0) + 1;
        const at = new Date().toISOString();
        const found = look(folder);
        appendToLog(threads, threadId, { kind: 'began', turn, folder, at, ...toldOf(found) });
        return { turn, undone: [...undoneSince] };
      }),
    end: (threadId, number, work) =>
      locked(() => {
        const turn = readLog(threads, threadId).turns.find((one) => one.number === number);
        if (turn?.before === undefined) return undefined;
        const { folder, before } = turn;
        const found = look(folder);
        const changes = found.kind === 'stored' ? changesBetween(blobs, before, found.tree) : [];
        const own = changes.filter((change) => isByTurn(turn, change, work));
        const byOthers = changes.filter((change) => !own.includes(change)).map((change) => change.path);
        const { tree, why } = toldOf(found);
        appendToLog(threads, threadId, {
          kind: 'ended',
          turn: number,
          at: new Date().toISOString(),
          ...(tree && { tree }),
          ...(why && { why }),
          byOthers,
        });
        return found.kind === 'stored' ? summaryOf(turn, own, found.leftOut.length === 0) : undefined;
      }),
    log: (threadId) => readLog(threads, threadId),
    changesOf(threadId, number) {
      const turn = readLog(threads, threadId).turns.find((one) => one.number === number);
      if (!turn) throw turnNotFound(threadId, number);
      return changesOf(threadId, turn);
    },
    planUndo: plan,
    planRedo,
    undo: (threadId, wanted) =>
      locked(() => {
        finishJournals();
        const planned = plan(threadId, wanted);
        const { turns, steps } = planned;
        const { file } = wanted;
        const at = new Date().toISOString();
        perform(threadId, planned, (id) => ({
          kind: 'undone',
          id,
          at,
          turns,
          steps,
          ...(file !== undefined && { file }),
        }));
        return planned;
      }),
    redo: (threadId) =>
      locked(() => {
        finishJournals();
        const { id, ...planned } = planRedo(threadId);
        perform(threadId, planned, () => ({ kind: 'redone', id, at: new Date().toISOString() }));
        return planned;
      }),
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

function toldOf(look: Look): { tree?: string; why?: string; leftOut: string[] } {
  return look.kind === 'stored' ? { tree: look.tree, leftOut: look.leftOut } : { why: look.why, leftOut: [] };
}

function isMeant(changed: string, file: string | undefined): boolean {
  return (
    file === undefined || changed === file || changed.startsWith(`${file}/`) || file.startsWith(`${changed}/`)
  );
}

/**
 * Whether a change is the turn's own: its patches name the file, or the file was last changed while a command ran. What
 * is gone has no times, and what was moved keeps older ones; both count as the turn's if anything ran.
 */
function isByTurn(
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

/** In ms since 1970; 0 where nothing is any more. */
function ctimeOf(file: string): number {
  try {
    return fs.lstatSync(file).ctimeMs;
  } catch {
    return 0;
  }
}

/** What stands there must be that folder itself: a link in its place, or on the way to it, leads somewhere else. */
function requireFolder(folder: string): void {
  let real: string | undefined;
  try {
    real = fs.realpathSync(folder);
  } catch {
    throw folderGone(folder);
  }
  if (real !== folder) throw folderMoved(folder, real);
}
