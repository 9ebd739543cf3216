// What a person does with threads from the window: continues, forks, names and archives them. No client and no model
// reaches this.
import type { Principal } from '../config/principals.ts';
import { callLeash, isHeld } from '../engine/leash/call-leash.ts';
import type { Thread } from '../engine/threads/thread.ts';
import type { Threads } from '../engine/threads/threads.ts';
import { messageOf } from '../errors/error.ts';
import { threadBusy, threadOfOthers } from '../errors/threads.ts';
import type { Logger } from '../logging/logger.ts';
import type { CodexServices } from '../mcp/codex/call.ts';
import { reopenThread } from '../mcp/codex/reopen-thread.ts';
import type { ThreadRecords } from './thread-records.ts';

export interface PersonThreads {
  /** The principal that a thread belongs to; undefined for a thread of another program. */
  ownerOf(threadId: string): string | undefined;
  /**
   * Begins a turn, within what its client may do. Resolves when the turn runs.
   * @param principal the thread's own
   * @throws thread-of-others, thread-busy, turns-paused, what reopenThread throws
   */
  continue(principal: Principal, threadId: string, prompt: string): Promise<void>;
  /** @throws what Threads.fork throws */
  fork(threadId: string): Promise<Thread>;
  /** @throws what Threads.archive throws */
  archive(threadId: string, isArchived: boolean): Promise<void>;
  /** @throws what Threads.rename throws */
  rename(threadId: string, name: string): Promise<void>;
}

const BY = 'window';

export function createPersonThreads(options: {
  threads: Threads;
  records: Pick<ThreadRecords, 'named' | 'archived'>;
  services: CodexServices;
  logger: Logger;
}): PersonThreads {
  const { threads, records, services, logger } = options;
  return {
    ownerOf: (threadId) => threads.known(threadId)?.principal,

    async continue(principal, threadId, prompt) {
      const known = threads.known(threadId);
      if (!known) throw threadOfOthers(threadId);
      if (known.turn) throw threadBusy();
      const leash = callLeash({}, services.leashOf(principal.id));
      const client = { canSample: false, isHeld: isHeld(leash) };
      const thread = await reopenThread({ principal, threadId, client }, services);
      const { signal } = new AbortController();
      await new Promise<void>((resolve, reject) => {
        const participant = { name: BY, leash, onEvent: () => resolve() };
        threads.run(thread, prompt, participant, signal).then(
          () => resolve(),
          (error) => {
            logger.info('turn-not-started', { thread: threadId, message: messageOf(error) });
            reject(error);
          },
        );
      });
    },

    fork: threads.fork,

    async archive(threadId, isArchived) {
      await threads.archive(threadId, isArchived);
      records.archived(threadId, isArchived);
    },

    async rename(threadId, name) {
      await threads.rename(threadId, name);
      records.named(threadId, name);
    },
  };
}
