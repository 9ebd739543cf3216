// A file that a patch is to change although somebody else has changed it since the thread last saw it: what is known of
// that, and how it reads.
import { relativeTo } from './shown-paths.ts';
import { overlapWords } from './words/overlaps.ts';

export interface Overlap {
  /** Absolute. */
  readonly path: string;
  /** Who changed it since, the first one first; at least one. */
  readonly changes: readonly OtherChange[];
  readonly lastSeen: LastSeen;
  /** Hunks of a unified diff, from what the thread last saw to what is there now; absent where that is not known. */
  readonly diff?: string;
}

export type OtherChange =
  /** `command`: it changed while a command of that thread ran. */
  | {
      readonly by: 'thread';
      readonly threadId: string;
      readonly how: 'patch' | 'command';
      readonly at: number;
    }
  /** The person took back what the thread had done. */
  | { readonly by: 'undo'; readonly at: number }
  /** No thread is known to have done it. */
  | { readonly by: 'outside'; readonly at: number }
  /** It is different or gone, and nothing says since when. */
  | { readonly by: 'unknown' };

/** `turn-began`: nothing is known of a read, so what counts is how the file was when the turn began. `at` in ms since 1970. */
export interface LastSeen {
  readonly how: 'read' | 'wrote' | 'turn-began';
  readonly at: number;
}

/** What a turn did over the changes of somebody else, as its receipt says it. */
export interface ReceiptOverlap {
  /** Relative to the thread's folder. */
  readonly path: string;
  readonly changedBy: readonly OtherChange['by'][];
  /** A person was shown it first and approved. */
  readonly wasAsked: boolean;
}

/**
 * What follows on `was changed`.
 * @param nameOfThread how a reader knows that thread: `the thread “fix login” of cursor`
 */
export function byWhom(change: OtherChange, nameOfThread: (threadId: string) => string): string {
  switch (change.by) {
    case 'thread': {
      const name = nameOfThread(change.threadId);
      return change.how === 'patch' ? overlapWords.byPatch(name) : overlapWords.byCommand(name);
    }
    case 'undo':
      return overlapWords.byUndo;
    case 'outside':
      return overlapWords.byOutside;
    case 'unknown':
      return overlapWords.byUnknown;
  }
}

/** For those who are not told of other threads by name: one sentence a file. @param shown the path as it is shown */
export function overlapSentence({ changes, lastSeen }: Overlap, shown: string): string {
  const who = [...new Set(changes.map((change) => byWhom(change, () => overlapWords.anotherThread)))];
  return overlapWords.sentence(shown, who, overlapWords.since[lastSeen.how]);
}

/** How a person knows a thread. @param row undefined for one that the window does not list */
export function threadName(row: { readonly title: string; readonly who: string } | undefined): string {
  return row ? overlapWords.thread(row.title, row.who) : overlapWords.anotherThread;
}

/** For the person, in the timeline of the thread that made the patch. */
export function overlapInTimeline(
  { path, changes, lastSeen }: Overlap,
  about: { folder: string; nameOf(threadId: string): string; wasAsked: boolean },
): string {
  const who = [...new Set(changes.map((change) => byWhom(change, about.nameOf)))];
  const how = about.wasAsked ? overlapWords.wasAsked : overlapWords.passed;
  const file = relativeTo(about.folder, path);
  return `${overlapWords.sentence(file, who, overlapWords.since[lastSeen.how])} ${how}`;
}
