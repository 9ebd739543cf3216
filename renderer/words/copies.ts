// The texts about the copies in which second threads work.
import { plural } from './counts.ts';

export const copies = {
  wants: 'When a thread starts in a folder where another one is writing',
  wantsHint:
    'A copy is a git worktree of its own. You merge what the thread did there, or throw it away. Only folders in git can have one.',
  choices: {
    note: 'Only tell me',
    ask: 'Ask me whether it works in a copy',
    copy: 'It works in a copy',
  },
  list: 'Copies',
  none: 'No thread works in a copy.',
  threadIn: (of: string) => `Works in a copy of ${of}.`,
  from: (branch: string | undefined, commit: string) => `${branch ?? 'no branch'} at ${commit.slice(0, 10)}`,
  unmerged: (count: number) =>
    count === 0 ? 'nothing to merge' : `${plural(count, 'file', 'files')} to merge`,
  look: 'Merge…',
  lookAt: (id: string) => `Merge ${id}`,
  discard: 'Throw away…',
  discardOf: (id: string) => `Throw away ${id}`,
  discardTitle: (id: string) => `Throw ${id} away?`,
  discardText: (unmerged: number, leftOut: number) => {
    const lost = [
      unmerged > 0 && `${plural(unmerged, 'file', 'files')} to merge`,
      leftOut > 0 && `${plural(leftOut, 'file', 'files')} that merging leaves out`,
    ].filter(Boolean);
    return lost.length === 0
      ? 'The copy is removed. Nothing in it is waiting to be merged.'
      : `The copy is removed, with ${lost.join(' and ')}. This cannot be undone.`;
  },
  discardUnknown: 'What is still in the copy is removed, and it leaves the list. This cannot be undone.',
  title: (of: string) => `Merge into ${of}`,
  hint: 'These files change in the folder, all of them or none. Nothing is committed, and the copy stays.',
  nothing: 'Nothing is left to merge.',
  conflicts: 'Both sides have changed the same places of these files, so nothing can be merged:',
  conflictsHint: 'Make them agree in the copy, for example by telling its thread, then look again.',
  leftOut: (files: readonly string[]) => `Not merged: ${files.join(', ')}.`,
  merge: 'Merge',
  merged: 'Merged. Nothing was committed.',
};
