// Which MCP servers of a thread are still starting. The engine starts a turn without their tools (observed on
// 0.169.0), and the model then calls tools that do not exist.
import type { EngineNotification } from '../process/rpc.ts';
import type { McpServerStatusUpdatedNotification } from '../protocol/v2/McpServerStatusUpdatedNotification.ts';

export interface ServerStartups {
  receive(event: EngineNotification): void;
  /** Resolves when all have started or failed; undefined if none is starting. */
  settled(threadId: string): Promise<void> | undefined;
  /** The thread has been unloaded. */
  forget(threadId: string): void;
}

interface Starting {
  readonly names: Set<string>;
  readonly waiting: (() => void)[];
}

export function createServerStartups(): ServerStartups {
  const threads = new Map<string, Starting>();

  function forget(threadId: string): void {
    for (const resolve of threads.get(threadId)?.waiting ?? []) resolve();
    threads.delete(threadId);
  }

  return {
    receive({ method, params }) {
      if (method !== 'mcpServer/startupStatus/updated') return;
      const { threadId, name, status } = params as McpServerStatusUpdatedNotification;
      if (threadId === null) return;
      const starting = threads.get(threadId) ?? { names: new Set(), waiting: [] };
      threads.set(threadId, starting);
      if (status === 'starting') starting.names.add(name);
      else starting.names.delete(name);
      if (starting.names.size === 0) forget(threadId);
    },
    settled(threadId) {
      const starting = threads.get(threadId);
      return starting && new Promise((resolve) => starting.waiting.push(resolve));
    },
    forget,
  };
}
