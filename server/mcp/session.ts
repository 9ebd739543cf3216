// What one client sees: an MCP server of its own with the Codex tools. Never shared between clients: sharing one
// `Server` sends answers to the wrong client (CVE-2026-25536).
import { type CallToolResult, Server, type ServerContext } from '@modelcontextprotocol/server';
import { z } from 'zod';
import type { Asker } from '../approvals/broker.ts';
import type { Principal } from '../config/principals.ts';
import { messageOf } from '../errors.ts';
import type { Logger } from '../logging/logger.ts';
import { codexReplyTool, codexTool } from './codex-arguments.ts';
import { type Call, type CodexServices, callCodex, callCodexReply } from './codex-calls.ts';
import { answerOf, elicitationOf } from './elicitation.ts';
import { startProgress } from './progress.ts';

export interface SessionOptions {
  /** Ours, for the log; not the transport's. */
  readonly id: string;
  readonly principal: Principal;
  /** Where the client was started, when it is on stdio. */
  readonly cwd?: string | undefined;
  readonly services: CodexServices;
  readonly version: string;
  readonly logger: Logger;
}

const tools = { codex: callCodex, 'codex-reply': callCodexReply };

/** setTimeout's longest delay: the broker keeps the deadline of a question, not the request timer. */
const NO_TIMEOUT_MS = 2 ** 31 - 1;

const ROOTS_TIMEOUT_MS = 5000;

export interface Session {
  readonly id: string;
  /** Not connected yet: connect it to the client's transport. */
  readonly server: Server;
  /** Whether a call is running. */
  isBusy(): boolean;
}

export function createSession(options: SessionOptions): Session {
  let runningCalls = 0;
  const logger = options.logger.with({ session: options.id });
  const server = new Server(
    { name: 'patchbay', title: 'Patchbay', version: options.version },
    { capabilities: { tools: {} } },
  );
  server.onerror = (error) => logger.warn('session-error', { message: messageOf(error) });
  server.oninitialized = () => {
    logger.info('session-opened', { client: server.getClientVersion(), principal: options.principal.name });
  };

  server.setRequestHandler('tools/list', () => ({ tools: [codexTool, codexReplyTool] }));

  server.setRequestHandler('tools/call', async ({ params }, ctx): Promise<CallToolResult> => {
    const run = Object.hasOwn(tools, params.name) ? tools[params.name as keyof typeof tools] : undefined;
    if (!run) return { isError: true, content: [{ type: 'text', text: `Unknown tool '${params.name}'` }] };
    const progress = startProgress((count, message) => sendProgress(ctx, count, message));
    logger.info('call-started', { tool: params.name, request: ctx.mcpReq.id });
    const startedAt = Date.now();
    runningCalls += 1;
    try {
      const result = await run(params.arguments, callOf(ctx, progress.say), options.services);
      const ms = Date.now() - startedAt;
      logger.info('call-ended', { tool: params.name, request: ctx.mcpReq.id, isError: result.isError, ms });
      return result;
    } finally {
      runningCalls -= 1;
      progress.stop();
    }
  });

  return { id: options.id, server, isBusy: () => runningCalls > 0 };

  function callOf(ctx: ServerContext, say: (message: string) => void): Call {
    const { elicitation, roots } = server.getClientCapabilities() ?? {};
    return {
      principal: options.principal,
      folders: { cwd: options.cwd, roots: async () => (roots ? await rootsOf(ctx) : []) },
      asker: elicitation && clientAsker(ctx, say),
      signal: ctx.mcpReq.signal,
      say,
    };
  }

  function clientAsker(ctx: ServerContext, say: (message: string) => void): Asker {
    return {
      id: options.id,
      means: 'client',
      name: server.getClientVersion()?.name ?? options.principal.name,
      async ask(approval, signal) {
        say('waiting for approval');
        const params = elicitationOf(approval, ctx.mcpReq.id);
        const request = { method: 'elicitation/create', params };
        const result = await ctx.mcpReq.send(request, z.unknown(), { signal, timeout: NO_TIMEOUT_MS });
        return answerOf(result, approval.subject);
      },
    };
  }

  async function rootsOf(ctx: ServerContext): Promise<string[]> {
    try {
      const { roots } = await ctx.mcpReq.send({ method: 'roots/list' }, { timeout: ROOTS_TIMEOUT_MS });
      return roots.map((root) => root.uri);
    } catch (error) {
      logger.info('roots-not-listed', { message: messageOf(error) });
      return [];
    }
  }

  function sendProgress(ctx: ServerContext, progress: number, message: string): void {
    const progressToken = ctx.mcpReq._meta?.progressToken;
    if (progressToken === undefined || ctx.mcpReq.signal.aborted) return;
    const notification = { method: 'notifications/progress', params: { progressToken, progress, message } };
    ctx.mcpReq
      .notify(notification)
      .catch((error) => logger.debug('progress-not-sent', { message: messageOf(error) }));
  }
}
