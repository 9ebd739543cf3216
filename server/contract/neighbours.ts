// Threads that write where another one is about to: in its folder, in one above or below it, or in the same git worktree.

/** What is known of a thread's work in its folder. */
export interface FolderUse {
  readonly id: string;
  readonly folder: string;
  /** The top of the git working tree that the folder lies in. */
  readonly worktree?: string | undefined;
  readonly canWrite: boolean;
  readonly isRunning: boolean;
  /** When a turn of it that changed files ended, in ms since 1970. */
  readonly changedAt?: number | undefined;
}

export interface Neighbour {
  readonly id: string;
  readonly place: NeighbourPlace;
  readonly isRunning: boolean;
}

/** Where the other thread works, seen from this one. */
export type NeighbourPlace = 'same' | 'above' | 'below' | 'worktree';

/** What changed longer ago is not news any more. */
const RECENT_MS = 10 * 60_000;

/** @returns those that run, then those that changed files a short time ago; none for a thread that only reads */
export function neighboursOf(one: FolderUse, all: readonly FolderUse[], now: number): Neighbour[] {
  if (!one.canWrite) return [];
  const found = all.flatMap((other): Neighbour[] => {
    if (other.id === one.id) return [];
    const isRunning = other.isRunning && other.canWrite;
    const isRecent = other.changedAt !== undefined && now - other.changedAt < RECENT_MS;
    const place = isRunning || isRecent ? placeOf(one, other) : undefined;
    return place === undefined ? [] : [{ id: other.id, place, isRunning }];
  });
  return [...found.filter(({ isRunning }) => isRunning), ...found.filter(({ isRunning }) => !isRunning)];
}

/** For a caller, which is not told of other threads by name. */
export function neighbourSentence({ place, isRunning }: Neighbour): string {
  const where = {
    same: 'in the same folder',
    above: 'in a folder above this one',
    below: 'in a folder below this one',
    worktree: 'in the same git working tree',
  }[place];
  return isRunning
    ? `When this turn began, another thread was working ${where}.`
    : `Shortly before this turn began, another thread changed files ${where}.`;
}

function placeOf(one: FolderUse, other: FolderUse): NeighbourPlace | undefined {
  if (one.folder === other.folder) return 'same';
  if (isBelow(one.folder, other.folder)) return 'above';
  if (isBelow(other.folder, one.folder)) return 'below';
  return one.worktree !== undefined && one.worktree === other.worktree ? 'worktree' : undefined;
}

function isBelow(folder: string, above: string): boolean {
  return ['/', '\\'].some((separator) =>
    folder.startsWith(above.endsWith(separator) ? above : above + separator),
  );
}
