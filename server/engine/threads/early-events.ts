// What the engine tells of a thread while no turn runs in it, kept for its next turn. The first of it comes before
// `thread/start` is answered, when nobody knows the thread yet.
import type { EngineNotification } from '../process/rpc.ts';

export interface EarlyEvents {
  /** Keeps what is told of unknown threads until this has ended, for who then claims one of them. */
  whileStarting<T>(start: () => Promise<T>): Promise<T>;
  /** From now on this thread is known, with what was told of it so far. */
  claim(threadId: string): void;
  /** @param owner the thread it belongs to, where that is known: a sub-agent's belong to the thread it works for */
  keep(event: EngineNotification, threadId: string, owner: string | undefined): void;
  /** Hands over what was kept of a thread, once. */
  take(threadId: string): EngineNotification[];
}

const KEPT: readonly string[] = ['mcpServer/startupStatus/updated', 'warning'];

export function createEarlyEvents(): EarlyEvents {
  const known = new Map<string, EngineNotification[]>();
  const unclaimed = new Map<string, EngineNotification[]>();
  let starting = 0;

  return {
    async whileStarting(start) {
      starting += 1;
      try {
        return await start();
      } finally {
        starting -= 1;
        if (starting === 0) unclaimed.clear();
      }
    },

    claim(threadId) {
      const early = unclaimed.get(threadId);
      if (early) known.set(threadId, early);
      unclaimed.delete(threadId);
    },

    keep(event, threadId, owner) {
      if (!KEPT.includes(event.method)) return;
      if (owner !== undefined) add(known, owner, event);
      else if (starting > 0) add(unclaimed, threadId, event);
    },

    take(threadId) {
      const events = known.get(threadId) ?? [];
      known.delete(threadId);
      return events;
    },
  };
}

function add(events: Map<string, EngineNotification[]>, threadId: string, event: EngineNotification): void {
  events.set(threadId, [...(events.get(threadId) ?? []), event]);
}
