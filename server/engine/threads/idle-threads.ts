// Unloads threads in which nothing has happened for a while. A loaded thread keeps MCP servers of its own running, each
// a process; the next call loads the thread again, with everything that was said in it.
import { messageOf } from '../../errors/error.ts';
import type { Logger } from '../../logging/logger.ts';
import type { AppServer } from '../process/app-server.ts';
import type { EngineNotification } from '../process/rpc.ts';
import type { LiveThreads } from './live-threads.ts';
import type { Loader } from './loader.ts';
import type { LiveThread } from './thread.ts';

export interface IdleThreads {
  /** Something happens in it: it is not idle. */
  used(thread: LiveThread): void;
  /** @param owner the thread it is about, or the one whose sub-agent it is about */
  receive(event: EngineNotification, owner: LiveThread): void;
  /** Looks no further until a thread is used again. */
  stop(): void;
}

/** Long enough for a person to read and to answer. */
const IDLE_MS = 10 * 60_000;
const LOOKS_PER_TIME = 10;

interface StatusParams {
  readonly threadId: string;
  readonly status: { readonly type: string };
}

export function createIdleThreads(options: {
  live: LiveThreads;
  loader: Loader;
  idleMs?: number | undefined;
  logger: Logger;
}): IdleThreads {
  const { live, loader, idleMs = IDLE_MS, logger } = options;
  /** In ms since 1970. */
  const lastUsed = new WeakMap<LiveThread, number>();
  /** In which the engine is at work, sub-agents included. */
  const active = new Set<string>();
  let looking: NodeJS.Timeout | undefined;

  function used(thread: LiveThread): void {
    lastUsed.set(thread, Date.now());
    looking ??= setInterval(look, idleMs / LOOKS_PER_TIME).unref();
  }

  function look(): void {
    for (const thread of live.all()) if (isIdle(thread)) void unload(thread);
    if (live.all().every(({ loadedIn }) => loadedIn === undefined)) stop();
  }

  /** What was approved for the thread, only the engine knows: it would be asked again. */
  function isIdle(thread: LiveThread): boolean {
    if (!thread.loadedIn || thread.turn || thread.changing || thread.hasLastingApproval) return false;
    if ([thread.id, ...live.subAgentsOf(thread.id)].some((id) => active.has(id))) return false;
    return Date.now() - (lastUsed.get(thread) ?? 0) > idleMs;
  }

  async function unload(thread: LiveThread): Promise<void> {
    const server = thread.loadedIn;
    if (!server) return;
    try {
      const subAgents = await loadedSubAgentsOf(thread, server);
      const terminals = await Promise.all(
        [thread.id, ...subAgents].map((threadId) =>
          server.request('thread/backgroundTerminals/list', { threadId, limit: 1 }),
        ),
      );
      // Somebody may look at what a command that still runs does, such as a server.
      if (terminals.some(({ data }) => data.length > 0)) return used(thread);
      if (thread.loadedIn !== server || !isIdle(thread)) return;
      await loader.leave(thread);
      logger.info('thread-unloaded', { thread: thread.id });
      await Promise.all(subAgents.map((threadId) => leaveSubAgent(threadId, server)));
    } catch (error) {
      logger.info('thread-not-unloaded', { thread: thread.id, message: messageOf(error) });
      used(thread);
    }
  }

  /** The thread it works for is unloaded already, whatever becomes of this one. */
  async function leaveSubAgent(threadId: string, server: AppServer): Promise<void> {
    await server
      .request('thread/unsubscribe', { threadId })
      .catch((error) =>
        logger.warn('sub-agent-not-unloaded', { thread: threadId, message: messageOf(error) }),
      );
  }

  /** They keep MCP servers of their own. */
  async function loadedSubAgentsOf({ id }: LiveThread, server: AppServer): Promise<string[]> {
    const known = live.subAgentsOf(id);
    if (known.length === 0) return [];
    const { data } = await server.request('thread/loaded/list', {});
    return known.filter((threadId) => data.includes(threadId));
  }

  function stop(): void {
    clearInterval(looking);
    looking = undefined;
  }

  return {
    used,
    receive({ method, params }, owner) {
      if (method === 'thread/status/changed') {
        const { threadId, status } = params as StatusParams;
        if (status.type === 'active') active.add(threadId);
        else active.delete(threadId);
      }
      if (owner.loadedIn) used(owner);
    },
    stop() {
      active.clear();
      stop();
    },
  };
}
