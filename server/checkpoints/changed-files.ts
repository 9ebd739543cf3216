// What a turn changed, as a person reads it: files and links; a folder only where nothing in it says it already.
import type { ChangedFiles, TurnFile } from '../contract/thread-changes.ts';
import { lineCountsOf } from './line-counts.ts';
import { modeChange } from './mode-change.ts';
import { type MovedChange, withMoves } from './moves.ts';
import type { Change } from './tree.ts';
import { MAX_COUNTED } from './turn-changes.ts';

const MAX_LISTED = 1000;

/** @param undone paths that were taken back since */
export function changedFilesOf(
  changes: readonly Change[],
  { undone, contentOf }: { undone: ReadonlySet<string>; contentOf(id: string): Buffer },
): Omit<ChangedFiles, 'byOthers'> {
  const shown = shownOf(changes);
  const files = shown.slice(0, MAX_LISTED).map((change, at): TurnFile => {
    const { path, movedFrom, before, after } = change;
    const mode = modeChange(before, after);
    return {
      path,
      ...(movedFrom !== undefined && { movedFrom }),
      change: kindOf(change),
      what: (after ?? before)?.kind ?? 'file',
      ...(mode && { mode }),
      ...(at < MAX_COUNTED && lineCountsOf(change, contentOf)),
      isUndone: undone.has(path),
    };
  });
  return { files, fileCount: shown.length };
}

/** How many lines of the list there are. */
export function changedFileCount(changes: readonly Change[]): number {
  return shownOf(changes).length;
}

/** The change that stands in the list under this path. */
export function shownChange(changes: readonly Change[], path: string): Change | undefined {
  return shownOf(changes).find((change) => change.path === path);
}

function shownOf(changes: readonly Change[]): MovedChange[] {
  const said = changes.filter((change, at) => !isSaidByOthers(change, changes[at + 1]));
  return withMoves(said);
}

/** A folder that came or went with something in it. @param next in the order of paths */
function isSaidByOthers({ path, before, after }: Change, next: Change | undefined): boolean {
  const isFolder = (after ?? before)?.kind === 'folder';
  return isFolder && (!before || !after) && next?.path.startsWith(`${path}/`) === true;
}

function kindOf({ before, after, movedFrom }: MovedChange): TurnFile['change'] {
  if (movedFrom !== undefined) return 'renamed';
  if (!before) return 'created';
  if (!after) return 'deleted';
  const isSameContent =
    (before.kind === 'folder' && after.kind === 'folder') ||
    (before.kind === 'file' && after.kind === 'file' && before.content === after.content);
  return isSameContent ? 'mode' : 'changed';
}
