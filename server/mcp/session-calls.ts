// The calls of one session that are running: their start and their end are in the log, and they end with the session.
import type { CallToolResult, ServerContext } from '@modelcontextprotocol/server';
import { once } from '../base/once.ts';
import type { Logger } from '../logging/logger.ts';

export interface SessionCalls {
  /**
   * Counts a call among the running ones until it has ended.
   * @param work its signal is aborted when the client cancels the call, or is gone
   */
  run<T>(tool: unknown, ctx: ServerContext, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  isBusy(): boolean;
  /** Ends those of Codex that run or come from now on. @param why what they are answered with */
  endOwn(why: Error): void;
  /** Ends those that run. */
  abandon(): void;
}

/** @param options.isOwnTool whether it is a tool of Codex, not one of a remote */
export function createSessionCalls(options: {
  isOwnTool(tool: unknown): boolean;
  logger: Logger;
}): SessionCalls {
  const { isOwnTool, logger } = options;
  const running = new Set<AbortController>();
  /** Half a KiB, which only sessions that call something need. */
  const ended = once(() => new AbortController());

  return {
    async run(tool, ctx, work) {
      const abandoned = new AbortController();
      const startedAt = Date.now();
      running.add(abandoned);
      logger.info('call-started', { tool, request: ctx.mcpReq.id });
      try {
        const signals = [ctx.mcpReq.signal, abandoned.signal, ...(isOwnTool(tool) ? [ended().signal] : [])];
        const result = await work(AbortSignal.any(signals));
        const { threadId: thread } = ((result as { structuredContent?: unknown }).structuredContent ??
          {}) as {
          threadId?: string;
        };
        const about = { tool, request: ctx.mcpReq.id, thread, ms: Date.now() - startedAt };
        // Errors of remotes' tools concern their callers; what keeps Codex from working concerns the person.
        const failure = isOwnTool(tool) && failureIn(result);
        if (failure) logger.warn('call-ended', { ...about, message: failure });
        else logger.info('call-ended', about);
        return result;
      } finally {
        running.delete(abandoned);
      }
    },
    isBusy: () => running.size > 0,
    endOwn: (why) => ended().abort(why),
    abandon() {
      for (const call of running) call.abort();
    },
  };
}

/** @returns the text of a result that is an error */
function failureIn(result: unknown): string | undefined {
  const { isError, content } = result as Partial<CallToolResult>;
  const [first] = content ?? [];
  return isError && first?.type === 'text' ? first.text : undefined;
}
