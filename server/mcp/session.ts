// What one client sees: an MCP server of its own with the Codex tools, for both eras of the protocol. Never shared
// between clients: sharing one `Server` sends answers to the wrong client (CVE-2026-25536).
import {
  type CallToolResult,
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  type ClientCapabilities,
  type Implementation,
  type Server,
  type ServerCapabilities,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import type { Asker } from '../approvals/broker.ts';
import { MAX_TIMER_MS } from '../base/deadline.ts';
import { MODERN_VERSION } from '../base/mcp-versions.ts';
import type { Principal } from '../config/principals.ts';
import type { Sampler } from '../engine/threads/turn.ts';
import { messageOf } from '../errors/error.ts';
import { withLogFields } from '../logging/context.ts';
import type { Logger } from '../logging/logger.ts';
import type { Call, CodexServices } from './codex/call.ts';
import { codexReplyTool, codexTool } from './codex/codex-arguments.ts';
import type { CodexEventParams } from './codex/events/translate.ts';
import { callCodexStart, callCodexStop, callCodexThreads, callCodexWait } from './codex/long-calls.ts';
import { callCodex, callCodexReply, type Result } from './codex/run.ts';
import { codexStartTool, codexStopTool, codexThreadsTool, codexWaitTool } from './codex/thread-tools.ts';
import { answerOf, elicitationOf } from './elicitation.ts';
import { startProgress } from './progress.ts';
import type { RemoteServices } from './remote/forwarder.ts';
import { offerRemotes } from './remote/offer.ts';
import { checkState, digestOfCall, type RoundState } from './rounds/rounds.ts';
import { SessionServer, startIdsAtOne } from './session-server.ts';

export interface SessionOptions {
  /** Our own id, for the log; not the transport's. */
  readonly id: string;
  readonly principal: Principal;
  /** The folder the client was started in, on stdio. */
  readonly cwd?: string | undefined;
  readonly services: CodexServices;
  readonly remoteServices: RemoteServices;
  readonly version: string;
  /** Called when the client has introduced itself or makes a call. */
  onSeen?(client: SeenClient): void;
  readonly logger: Logger;
}

export interface SeenClient {
  readonly name: string;
  readonly version: string | undefined;
  /** The client's protocol revision, if known. */
  readonly protocol: string | undefined;
  readonly isCall: boolean;
}

export interface Session {
  readonly id: string;
  /** Not connected yet: connect it to the client's transport. */
  readonly server: Server;
  /** As the client introduced itself; undefined before. */
  client(): Implementation | undefined;
  /** Whether a call is running. */
  isBusy(): boolean;
  /**
   * The client is gone: ends its running calls and what they left running in their threads. Happens automatically when
   * the connection to the client ends.
   */
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

const ROOTS_TIMEOUT_MS = 5000;

/** @param options.hasRemotes whether the tools of all remotes are offered beside those of Codex */
export function createSession(options: SessionOptions & { hasRemotes: boolean }): Session {
  const { services, principal } = options;
  const logger = options.logger.with({ session: options.id });
  const running = new Set<AbortController>();
  const usedThreads = new Set<string>();
  let introduced: Implementation | undefined;
  const server = new SessionServer(
    { name: 'patchbay', title: 'Patchbay', version: options.version },
    {
      capabilities: capabilitiesOf(options),
      instructions: INSTRUCTIONS,
      requestState: { verify: services.codec.verify },
    },
  );
  startIdsAtOne(server);
  server.onerror = (error) => logger.warn('session-error', { message: messageOf(error) });
  server.oninitialized = () => {
    logger.info('session-opened', { client: server.getClientVersion(), principal: principal.name });
    seen(server.getClientVersion(), server.getNegotiatedProtocolVersion(), false);
  };

  server.whenEnded(abandon);

  const remoteTools = options.hasRemotes
    ? offerRemotes({
        server,
        principal,
        sessionId: options.id,
        cwd: options.cwd,
        services: options.remoteServices,
        logger,
        isOwnTool: (name) => Object.hasOwn(handlers, name),
        whileRunning,
      })
    : undefined;

  server.setRequestHandler('tools/list', async (_request, ctx) => ({
    tools: [...tools, ...((await remoteTools?.list(ctx)) ?? [])],
  }));

  if (server.getCapabilities().logging) {
    server.setRequestHandler('logging/setLevel', async ({ params }, ctx) => {
      await remoteTools?.setLogLevel(params.level, ctx);
      return {};
    });
  }

  function seen(client: Implementation | undefined, protocol: string | undefined, isCall: boolean): void {
    if (!client) return;
    options.onSeen?.({ name: client.name, version: client.version, protocol, isCall });
  }

  server.setRequestHandler('tools/call', async ({ params }, ctx) => {
    const { name: tool } = params;
    const handle = Object.hasOwn(handlers, tool) ? handlers[tool] : undefined;
    if (!handle) return { isError: true, content: [{ type: 'text', text: `Unknown tool '${tool}'` }] };
    const state = ctx.mcpReq.requestState<RoundState>();
    if (state) checkState(state, digestOfCall(tool, params.arguments));
    const progress = startProgress((count, message) => sendProgress(ctx, count, message));
    try {
      return await whileRunning(tool, ctx, (signal) =>
        withLogFields({ session: options.id }, () =>
          handle(callOf(tool, params.arguments, ctx, signal, progress.say), services),
        ),
      );
    } finally {
      progress.stop();
    }
  });

  return {
    id: options.id,
    server,
    client: () => introduced ?? server.getClientVersion(),
    isBusy: () => running.size > 0,
    abandon,
  };

  function abandon(): void {
    for (const call of running) call.abort();
    for (const threadId of usedThreads) void services.threads.endCommands(threadId);
    usedThreads.clear();
  }

  /** Counts a call as running until it has ended. */
  async function whileRunning<T>(
    tool: unknown,
    ctx: ServerContext,
    run: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const abandoned = new AbortController();
    const startedAt = Date.now();
    running.add(abandoned);
    logger.info('call-started', { tool, request: ctx.mcpReq.id });
    try {
      const result = await run(AbortSignal.any([ctx.mcpReq.signal, abandoned.signal]));
      const { threadId: thread } = ((result as { structuredContent?: unknown }).structuredContent ?? {}) as {
        threadId?: string;
      };
      const about = { tool, request: ctx.mcpReq.id, thread, ms: Date.now() - startedAt };
      // Errors of remotes' tools concern their callers; what keeps Codex from working concerns the person.
      const failure = typeof tool === 'string' && Object.hasOwn(handlers, tool) && failureIn(result);
      if (failure) logger.warn('call-ended', { ...about, message: failure });
      else logger.info('call-ended', about);
      return result;
    } finally {
      running.delete(abandoned);
    }
  }

  function callOf(
    tool: string,
    args: Call['args'],
    ctx: ServerContext,
    signal: AbortSignal,
    say: Call['say'],
  ): Call {
    const envelope = ctx.mcpReq.envelope as Envelope | undefined;
    const era = envelope ? 'modern' : 'legacy';
    // From 2026-07-28 on every request carries its client's capabilities; before, `initialize` did.
    const capabilities = envelope?.[CLIENT_CAPABILITIES_META_KEY] ?? server.getClientCapabilities();
    const { elicitation, roots, sampling } = capabilities ?? {};
    introduced = envelope?.[CLIENT_INFO_META_KEY] ?? server.getClientVersion();
    const protocol = era === 'modern' ? MODERN_VERSION : server.getNegotiatedProtocolVersion();
    seen(introduced, protocol, true);
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
      sample: era === 'legacy' && sampling ? samplerOf(ctx) : undefined,
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
        const result = await ctx.mcpReq.send(request, z.unknown(), { signal, timeout: MAX_TIMER_MS });
        return answerOf(result, approval.subject);
      },
    };
  }

  function samplerOf(ctx: ServerContext): Sampler {
    return (params, signal) =>
      ctx.mcpReq.send({ method: 'sampling/createMessage', params: { ...params } }, z.unknown(), {
        signal,
        timeout: MAX_TIMER_MS,
      });
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

/** @returns the text of a result that is an error */
function failureIn(result: unknown): string | undefined {
  const { isError, content } = result as Partial<CallToolResult>;
  const [first] = content ?? [];
  return isError && first?.type === 'text' ? first.text : undefined;
}

/** Capabilities that only remotes need are offered only if there are some. */
function capabilitiesOf({
  hasRemotes,
  remoteServices: { remotes },
}: SessionOptions & { hasRemotes: boolean }): ServerCapabilities {
  if (!hasRemotes) return { tools: {} };
  return { tools: { listChanged: true }, ...(remotes.registry.usable().length > 0 && { logging: {} }) };
}
