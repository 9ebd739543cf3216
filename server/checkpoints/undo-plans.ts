// What undoing turns of a thread, or redoing that, would do; as a person is shown it first.
import { hash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import {
  fileNotInTurn,
  folderGone,
  folderMoved,
  nothingToRedo,
  nothingToUndo,
  turnNotFound,
  turnsInSeveralFolders,
} from '../errors/checkpoints.ts';
import type { OwnChanges } from './own-changes.ts';
import { stateAt } from './state-at.ts';
import { type LoggedTurn, readLog } from './thread-log.ts';
import { type Plan, planUndo } from './undo-plan.ts';

/** The last turn that is not undone, if no number is given. */
export interface Wanted {
  readonly turn?: number | undefined;
  /** With every turn behind it. */
  readonly andLater?: boolean | undefined;
  /** These files alone; relative to the folder, with `/`. */
  readonly files?: readonly string[] | undefined;
  /** All but these, and what is in them. */
  readonly except?: readonly string[] | undefined;
}

export interface UndoPlan extends Plan {
  /** Paths that were not stored, so that they cannot be restored. */
  readonly leftOut: readonly string[];
  readonly folder: string;
  readonly turns: readonly number[];
  /** The same for the same plan of the same thread. */
  readonly digest: string;
}

interface UndoPlans {
  /** @throws as Checkpoints.planUndo */
  undo(threadId: string, wanted: Wanted): UndoPlan;
  /** `id`: of the undo. @throws as Checkpoints.planRedo */
  redo(threadId: string): UndoPlan & { id: string };
}

/** @param options.threads folder of the logs */
export function openUndoPlans(options: { threads: string; own(threadId: string): OwnChanges }): UndoPlans {
  const { threads, own } = options;

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

  function undo(threadId: string, wanted: Wanted): UndoPlan {
    const turns = turnsFor(threadId, wanted);
    const folder = turns[0]?.folder ?? '';
    const folders = [...new Set(turns.map((turn) => turn.folder))];
    if (folders.length > 1) throw turnsInSeveralFolders(threadId, folders);
    requireFolder(folder);
    const files = wanted.files?.map((file) => path.relative(folder, path.resolve(folder, file)));
    const ownOf = own(threadId);
    const shared = new Set(turns.flatMap((turn) => [...ownOf.shared(turn)]));
    const changes = turns.map((turn) =>
      ownOf.of(turn).filter((change) => isMeant(change.path, { ...wanted, files })),
    );
    if (wanted.files && changes.every(({ length }) => length === 0)) {
      const numbers = turns.map(({ number }) => number);
      throw fileNotInTurn(numbers, wanted.files.join(', '));
    }
    const planned = planUndo(changes, (relative) => stateAt(folder, relative), shared);
    const leftOut = [...new Set(turns.flatMap((turn) => turn.leftOut))];
    return withDigest({ ...planned, folder, leftOut, turns: turns.map(({ number }) => number) }, threadId);
  }

  function redo(threadId: string): UndoPlan & { id: string } {
    const { undos, turns } = readLog(threads, threadId);
    const undo = undos.at(-1);
    // The thread may have worked in another folder since.
    const folder = turns.find(({ number }) => undo?.turns.includes(number))?.folder;
    if (!undo || folder === undefined) throw nothingToRedo(threadId);
    requireFolder(folder);
    const changes = undo.steps.map((step) => ({ path: step.path, before: step.from, after: step.to }));
    const planned = planUndo([changes], (relative) => stateAt(folder, relative));
    return { ...withDigest({ ...planned, folder, leftOut: [], turns: undo.turns }, threadId), id: undo.id };
  }

  return { undo, redo };
}

function isMeant(changed: string, { files, except = [] }: Wanted): boolean {
  if (except.some((path) => isAtOrBelow(changed, path))) return false;
  return files?.some((file) => isAtOrBelow(changed, file) || isAtOrBelow(file, changed)) ?? true;
}

function isAtOrBelow(file: string, folder: string): boolean {
  return file === folder || file.startsWith(`${folder}/`);
}

function withDigest(plan: Omit<UndoPlan, 'digest'>, threadId: string): UndoPlan {
  const { folder, turns, steps, conflicts } = plan;
  return { ...plan, digest: hash('sha256', JSON.stringify([threadId, folder, turns, steps, conflicts])) };
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
