// The texts about files that somebody else has changed, and about threads that write in the same place.
import type { NeighbourPlace } from '../../server/contract/neighbours.ts';
import type { LastSeen } from '../../server/contract/overlap.ts';

const places: Readonly<Record<NeighbourPlace, string>> = {
  same: 'in this folder',
  above: 'in a folder above this one',
  below: 'in a folder below this one',
  worktree: 'in the same git working tree',
};

export const overlap = {
  title: (count: number) =>
    count === 1 ? 'Somebody else has changed this file' : 'Somebody else has changed these files',
  wasChanged: 'was changed ',
  next: ', then ',
  lastSeen: {
    read: 'This thread last read it',
    wrote: 'This thread last wrote it',
    'turn-began': 'As far as Patchbay knows, this thread has not read it since this turn began,',
  } satisfies Record<LastSeen['how'], string>,
  theirs: (file: string) => `What they changed in ${file}`,
  notKnown: 'What they changed is not known.',
  ours: 'What this patch does',
};

export const neighbours = {
  label: 'Other threads here',
  /** Behind the name of its client. */
  works: (place: NeighbourPlace) => `also works ${places[place]}`,
  changed: (place: NeighbourPlace) => `changed files ${places[place]}`,
  thread: (title: string) => ` (${title})`,
};
