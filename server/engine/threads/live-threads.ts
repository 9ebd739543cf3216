// Which threads there are while we run: those that were started, and those on disk that somebody has asked for. A
// sub-agent has a thread of its own in the engine, which belongs to the thread it works for.
import { threadNotFound } from '../../errors/threads.ts';
import { CANNOT_SAMPLE, type LiveThread } from './thread.ts';
import type { ThreadStore } from './thread-store.ts';

export interface LiveThreads {
  get(threadId: string): LiveThread | undefined;
  all(): LiveThread[];
  /** @throws thread-not-found also when it is another principal's */
  find(principal: string, threadId: string): LiveThread;
  /** The same whoever asks; undefined for a thread of another program. */
  known(threadId: string): LiveThread | undefined;
  /** One that was started just now; it is kept on disk too. @throws home-not-writable */
  add(thread: LiveThread): void;
  addSubAgent(threadId: string, worksFor: string): void;
  /** All that work for this thread, those of sub-agents included. */
  subAgentsOf(threadId: string): string[];
  /** The engine that had them is gone. */
  forgetSubAgents(): void;
  /** The thread itself, or the one its sub-agent works for. */
  rootOf(threadId: string): LiveThread | undefined;
}

export function createLiveThreads(store: ThreadStore): LiveThreads {
  const live = new Map<string, LiveThread>();
  /** Sub-agent thread → the thread it works for. */
  const parents = new Map<string, string>();

  function rootOf(threadId: string): LiveThread | undefined {
    const parent = parents.get(threadId);
    return parent === undefined ? live.get(threadId) : rootOf(parent);
  }

  function fromStore(threadId: string): LiveThread | undefined {
    const stored = store.find(threadId);
    if (!stored) return undefined;
    const { principal, options } = stored;
    const known = { id: threadId, principal, options, client: CANNOT_SAMPLE };
    return { ...known, turn: undefined, loadedIn: undefined };
  }

  function known(threadId: string): LiveThread | undefined {
    return live.get(threadId) ?? fromStore(threadId);
  }

  return {
    get: (threadId) => live.get(threadId),
    all: () => [...live.values()],
    known,
    find(principal, threadId) {
      const found = known(threadId);
      if (!found || found.principal !== principal) throw threadNotFound(threadId);
      live.set(threadId, found);
      return found;
    },
    add(thread) {
      const { id, principal, options } = thread;
      store.add(id, { principal, options });
      live.set(id, thread);
    },
    addSubAgent: (threadId, worksFor) => void parents.set(threadId, worksFor),
    subAgentsOf: (threadId) => [...parents.keys()].filter((id) => rootOf(id)?.id === threadId),
    forgetSubAgents: () => parents.clear(),
    rootOf,
  };
}
