// Tells a caller, in the result of its turn, that another thread was writing in the same place when the turn began.
import { checkoutOf } from '../approvals/rules/checkout.ts';
import { type FolderUse, type Neighbour, neighbourSentence, neighboursOf } from '../contract/neighbours.ts';
import type { Thread } from '../engine/threads/thread.ts';
import type { Threads } from '../engine/threads/threads.ts';

export interface HostNeighbours {
  /** Says which threads there are: once, before the first turn. */
  connect(threads: Pick<Threads, 'running'>): void;
  /** Whether a thread with these options would have any. */
  isShared(options: Thread['options']): boolean;
  turnBegan(thread: Thread): void;
  /** A turn of it has ended that changed files. */
  changedFiles(thread: Thread): void;
  /** Those that were there when its turn began, once, after its end. */
  ofTurn(threadId: string): readonly Neighbour[];
}

export function createHostNeighbours(): HostNeighbours {
  const changed = new Map<string, FolderUse>();
  const ofTurns = new Map<string, readonly Neighbour[]>();
  let threads: Pick<Threads, 'running'> | undefined;

  function of(thread: Pick<Thread, 'id' | 'options'>): Neighbour[] {
    const running = threads?.running().map(folderUseOf) ?? [];
    const isRunning = new Set(running.map(({ id }) => id));
    const others = [
      ...running.map((use) => ({ ...use, changedAt: changed.get(use.id)?.changedAt })),
      ...[...changed.values()].filter(({ id }) => !isRunning.has(id)),
    ];
    return neighboursOf(folderUseOf(thread), others, Date.now());
  }

  return {
    connect(those) {
      threads = those;
    },
    isShared: (options) => of({ id: '', options }).length > 0,
    turnBegan(thread) {
      const found = of(thread);
      ofTurns.set(thread.id, found);
      thread.turn?.notes.push(...new Set(found.map(neighbourSentence)));
    },
    changedFiles: (thread) =>
      void changed.set(thread.id, { ...folderUseOf(thread), isRunning: false, changedAt: Date.now() }),
    ofTurn(threadId) {
      const found = ofTurns.get(threadId) ?? [];
      ofTurns.delete(threadId);
      return found;
    },
  };
}

function folderUseOf({ id, options: { cwd, sandbox } }: Pick<Thread, 'id' | 'options'>): FolderUse {
  return {
    id,
    folder: cwd,
    worktree: checkoutOf(cwd)?.root,
    canWrite: sandbox !== 'read-only',
    isRunning: true,
  };
}
