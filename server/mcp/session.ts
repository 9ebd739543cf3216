// What one client sees: an MCP server of its own with the Codex tools, for both eras of the protocol. Never shared
// between clients: sharing one `Server` sends answers to the wrong client (CVE-2026-25536).
import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  type ClientCapabilities,
  type Implementation,
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import type { Asker } from '../approvals/broker.ts';
import type { Principal } from '../config/principals.ts';
import { messageOf } from '../errors.ts';
import { withLogFields } from '../logging/context.ts';
import type { Logger } from '../logging/logger.ts';
import type { Call, CodexServices } from './call.ts';
import { codexReplyTool, codexTool } from './codex-arguments.ts';
import { callCodex, callCodexReply, type Result } from './codex-calls.ts';
import type { CodexEventParams } from './codex-events.ts';
import { answerOf, elicitationOf } from './elicitation.ts';
import { startProgress } from './progress.ts';
import { checkState, digestOfCall, type RoundState } from './rounds.ts';
import { callCodexStart, callCodexStop, callCodexThreads, callCodexWait } from './thread-calls.ts';
import { codexStartTool, codexStopTool, codexThreadsTool, codexWaitTool } from './thread-tools.ts';

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

export interface Session {
  readonly id: string;
  /** Not connected yet: connect it to the client's transport. */
  readonly server: Server;
  /** As it introduced itself; undefined until it has. */
  client(): Implementation | undefined;
  /** Whether a call is running. */
  isBusy(): boolean;
  /** Its client is gone: ends its running calls and what they left running in their threads. */
  abandon(): void;
}

const tools = [codexTool, codexReplyTool, codexStartTool, codexWaitTool, codexStopTool, codexThreadsTool];

const handlers: Readonly<Record<string, (call: Call, services: CodexServices) => Result>> = {
  codex: callCodex,
  'codex-reply': callCodexReply,
  'codex-start': callCodexStart,
  'codex-wait': callCodexWait,
  'codex-stop': callCodexStop,
  'codex-threads': callCodexThreads,
};

const INSTRUCTIONS =
  'Codex is a coding agent that works in a folder on this machine. `codex` runs a task to its end and `codex-reply` continues it. If your calls are cut short, use `codex-start` and then `codex-wait` until the status is no longer running. A person may be asked before Codex runs or changes something.';

/** What a request of the 2026-07-28 era says about its client; the SDK has validated it but does not type it. */
interface Envelope {
  readonly [CLIENT_CAPABILITIES_META_KEY]?: ClientCapabilities;
  readonly [CLIENT_INFO_META_KEY]?: Implementation;
}

/** setTimeout's longest delay: the broker keeps the deadline of a question, not the request timer. */
const NO_TIMEOUT_MS = 2 ** 31 - 1;

const ROOTS_TIMEOUT_MS = 5000;

/** Refuses a second `initialize`, which the SDK would take as a new start in the middle of a session. */
class SessionServer extends Server {
  declare private isInitialized?: boolean;

  protected override _wrapHandler(...[method, handler]: Parameters<Server['_wrapHandler']>) {
    const wrapped = super._wrapHandler(method, handler);
    if (method !== 'initialize') return wrapped;
    return async (...args: Parameters<typeof handler>) => {
      if (this.isInitialized) {
        throw new ProtocolError(ProtocolErrorCode.InvalidRequest, 'initialize called more than once');
      }
      const result = await wrapped(...args);
      this.isInitialized = true;
      return result;
    };
  }
}

export function createSession(options: SessionOptions): Session {
  const { services, principal } = options;
  const logger = options.logger.with({ session: options.id });
  const running = new Set<AbortController>();
  const usedThreads = new Set<string>();
  let introduced: Implementation | undefined;
  const server = new SessionServer(
    { name: 'patchbay', title: 'Patchbay', version: options.version },
    {
      capabilities: { tools: {} },
      instructions: INSTRUCTIONS,
      requestState: { verify: services.codec.verify },
    },
  );
  startIdsAtOne(server);
  server.onerror = (error) => logger.warn('session-error', { message: messageOf(error) });
  server.oninitialized = () => {
    logger.info('session-opened', { client: server.getClientVersion(), principal: principal.name });
  };

  server.setRequestHandler('tools/list', () => ({ tools }));

  server.setRequestHandler('tools/call', async ({ params }, ctx) => {
    const { name: tool } = params;
    const handle = Object.hasOwn(handlers, tool) ? handlers[tool] : undefined;
    if (!handle) return { isError: true, content: [{ type: 'text', text: `Unknown tool '${tool}'` }] };
    const state = ctx.mcpReq.requestState<RoundState>();
    if (state) checkState(state, digestOfCall(tool, params.arguments));
    const progress = startProgress((count, message) => sendProgress(ctx, count, message));
    const abandoned = new AbortController();
    const startedAt = Date.now();
    running.add(abandoned);
    logger.info('call-started', { tool, request: ctx.mcpReq.id });
    try {
      const signal = AbortSignal.any([ctx.mcpReq.signal, abandoned.signal]);
      const call = callOf(tool, params.arguments, ctx, signal, progress.say);
      const result = await withLogFields({ session: options.id }, () => handle(call, services));
      const { threadId: thread } = (result.structuredContent ?? {}) as { threadId?: string };
      logger.info('call-ended', { tool, request: ctx.mcpReq.id, thread, ms: Date.now() - startedAt });
      return result;
    } finally {
      running.delete(abandoned);
      progress.stop();
    }
  });

  return {
    id: options.id,
    server,
    client: () => introduced ?? server.getClientVersion(),
    isBusy: () => running.size > 0,
    abandon() {
      for (const call of running) call.abort();
      for (const threadId of usedThreads) void services.threads.endCommands(threadId);
      usedThreads.clear();
    },
  };

  function callOf(
    tool: string,
    args: Call['args'],
    ctx: ServerContext,
    signal: AbortSignal,
    say: Call['say'],
  ): Call {
    const envelope = ctx.mcpReq.envelope as Envelope | undefined;
    const era = envelope ? 'modern' : 'legacy';
    // From 2026-07-28 on every request says what its client can do; before, initialize did.
    const capabilities = envelope?.[CLIENT_CAPABILITIES_META_KEY] ?? server.getClientCapabilities();
    const { elicitation, roots } = capabilities ?? {};
    introduced = envelope?.[CLIENT_INFO_META_KEY] ?? server.getClientVersion();
    const canListRoots = era === 'legacy' && roots !== undefined;
    return {
      tool,
      args,
      era,
      principal,
      clientName: introduced?.name ?? principal.name,
      folders: { cwd: options.cwd, roots: async () => (canListRoots ? await rootsOf(ctx) : []) },
      isAskable: elicitation !== undefined,
      asker: era === 'legacy' && elicitation ? clientAsker(ctx, say) : undefined,
      signal,
      ctx,
      say,
      uses: (threadId) => void usedThreads.add(threadId),
      tell: (events) => sendEvents(ctx, events),
    };
  }

  function clientAsker(ctx: ServerContext, say: Call['say']): Asker {
    return {
      id: options.id,
      means: 'client',
      name: server.getClientVersion()?.name ?? principal.name,
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

  function sendEvents(ctx: ServerContext, events: readonly CodexEventParams[]): void {
    for (const event of events) {
      if (ctx.mcpReq.signal.aborted) return;
      ctx.mcpReq
        .notify({ method: 'codex/event', params: { ...event } })
        .catch((error) => logger.debug('event-not-sent', { message: messageOf(error) }));
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

/**
 * The SDK counts its requests from 0. Clients built on SDK 1.x do not close the dialog when that first one is
 * cancelled, because they take an id of 0 for none (observed on 1.32.2).
 */
function startIdsAtOne(server: Server): void {
  (server as unknown as { _requestMessageId: number })._requestMessageId = 1;
}
