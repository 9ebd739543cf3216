// The threads list in sections. Pure.
import { runningThreads } from '../../../server/contract/selectors.ts';
import type { ThreadRow } from '../../../server/contract/state.ts';

export interface ThreadSections {
  readonly needsYou: readonly ThreadRow[];
  /** Calls that have no thread yet. */
  readonly waiting: readonly ThreadRow[];
  readonly running: readonly ThreadRow[];
  readonly recent: readonly ThreadRow[];
}

/** Without those that a person has put away. */
export function sectionsOf(threads: readonly ThreadRow[]): ThreadSections {
  const found = threads.filter(({ isArchived }) => !isArchived);
  return {
    needsYou: found.filter(({ state }) => state === 'needs-you'),
    waiting: found.filter(({ state }) => state === 'waiting'),
    running: found.filter(({ state }) => state === 'running'),
    recent: found.filter(({ state }) => !['needs-you', 'waiting', 'running'].includes(state)),
  };
}

/** @returns how many threads write in each folder at the same time, if there is more than one */
export function sharedFolders(threads: readonly ThreadRow[]): ReadonlyMap<string, number> {
  const writing = runningThreads(threads).filter(({ sandbox }) => sandbox !== 'read-only');
  const byFolder = Map.groupBy(writing, ({ folder }) => folder);
  return new Map(
    [...byFolder].filter(([, rows]) => rows.length > 1).map(([folder, rows]) => [folder, rows.length]),
  );
}
