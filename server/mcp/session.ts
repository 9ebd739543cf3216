// What one client sees: an MCP server of its own with the Codex tools, for both eras of the protocol. Never shared
// between clients: sharing one `Server` sends answers to the wrong client (CVE-2026-25536).

import { type Implementation, ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server';
import type { Principal } from '../config/principals.ts';
import { messageOf } from '../errors/error.ts';
import { codexToolsOff } from '../errors/limits.ts';
import { clientLeft } from '../errors/threads.ts';
import { withLogFields } from '../logging/context.ts';
import type { Logger } from '../logging/logger.ts';
import { errorResult } from './call-results.ts';
import { callingClient, type Fields, infoIn, viewOf } from './client-view.ts';
import type { Call, CodexServices } from './codex/call.ts';
import { callOf } from './codex/client-call.ts';
import { callCodexStart, callCodexStop, callCodexThreads, callCodexWait } from './codex/long-calls.ts';
import { callCodex, callCodexReply, type Result } from './codex/run.ts';
import { capabilitiesWith, INSTRUCTIONS, serverInfo } from './introduction.ts';
import { joinLists } from './list-text.ts';
import { startProgress } from './progress.ts';
import { FOR_MODELS_ALONE, showsApps } from './remote/apps.ts';
import type { RemoteServices } from './remote/forwarder.ts';
import { MISSING_KEY } from './remote/listing.ts';
import { offerRemotes } from './remote/offer.ts';
import { callerOf } from './request-client.ts';
import { checkState, digestOfCall, type RoundState } from './rounds/rounds.ts';
import { createSessionCalls } from './session-calls.ts';
import { logErrors } from './session-errors.ts';
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
  readonly server: SessionServer;
  /** As the client introduced itself; undefined before. */
  client(): Implementation | undefined;
  /** Whether a call is running. */
  isBusy(): boolean;
  /** The client sends nothing more: ends its calls of Codex, which are still answered. Absent if it has none. */
  endTurns?(): void;
  /**
   * The client is gone: ends its running calls and what they left running in their threads. Happens automatically when
   * the connection to the client ends.
   */
  abandon(): void;
}

const handlers: Readonly<Record<string, (call: Call, services: CodexServices) => Result>> = {
  codex: callCodex,
  'codex-reply': callCodexReply,
  'codex-start': callCodexStart,
  'codex-wait': callCodexWait,
  'codex-stop': callCodexStop,
  'codex-threads': callCodexThreads,
};

/**
 * @param options.hasRemotes whether the tools of all remotes are offered beside those of Codex
 * @param options.envelope the `_meta` of its only request, for a client without a handshake
 */
export function createSession(
  options: SessionOptions & { hasRemotes: boolean; envelope?: unknown },
): Session {
  const { services, principal } = options;
  const { limits } = options.remoteServices;
  const session = { id: options.id, principal, cwd: options.cwd };
  const logger = options.logger.with({ session: options.id });
  const isOwnTool = (name: unknown) => typeof name === 'string' && Object.hasOwn(handlers, name);
  const calls = createSessionCalls({ isOwnTool, logger });
  const usedThreads = new Set<string>();
  let introduced = infoIn(undefined, options.envelope as Fields | undefined);
  const server = new SessionServer(serverInfo, {
    capabilities: capabilitiesWith(options.hasRemotes),
    ...(limits.of(principal.id).codexTools !== false && { instructions: INSTRUCTIONS }),
    requestState: { verify: services.codec.verify },
  });
  startIdsAtOne(server);
  logErrors(server, logger);
  server.oninitialized = () => {
    logger.info('session-opened', { client: server.getClientVersion(), principal: principal.name });
    seen(server.getClientVersion(), server.getNegotiatedProtocolVersion(), false);
  };
  server.whenEnded(abandon);
  const stopWatchingLimits = limits.onChanged(principal.id, () => {
    if (!server.introduction) return;
    server.sendToolListChanged().catch((error) => logger.debug('not-told', { message: messageOf(error) }));
  });
  server.whenEnded(stopWatchingLimits);

  const remoteTools = options.hasRemotes
    ? offerRemotes({
        server,
        principal,
        sessionId: options.id,
        cwd: options.cwd,
        services: options.remoteServices,
        logger,
        isOwnTool,
        envelope: options.envelope,
        whileRunning: calls.run,
      })
    : undefined;

  server.setRequestHandler('tools/list', async ({ params }, ctx) => {
    // MCP 2025-11-25, server/utilities/pagination: invalid cursors are invalid params. We never give one.
    if (params?.cursor) {
      throw new ProtocolError(
        ProtocolErrorCode.InvalidParams,
        'tools/list: params.cursor is not known: the list has one page',
      );
    }
    const own = services.toolsWithin(services.policyOf(principal));
    const marked = showsApps(viewOf(server, ctx))
      ? own.map((tool) => ({ ...tool, _meta: FOR_MODELS_ALONE }))
      : own;
    const { tools = [], missing = [] } = (await remoteTools?.list(ctx)) ?? {};
    return {
      tools: joinLists([marked, tools]),
      ...(missing.length > 0 && { _meta: { [MISSING_KEY]: missing } }),
    };
  });

  if (server.getCapabilities().logging) {
    server.setRequestHandler('logging/setLevel', async ({ params }, ctx) => {
      await remoteTools?.setLogLevel(params.level, ctx);
      return {};
    });
  }

  server.setRequestHandler('tools/call', async ({ params: { name: tool, arguments: args } }, ctx) => {
    const handle = Object.hasOwn(handlers, tool) ? handlers[tool] : undefined;
    if (!handle) return { isError: true, content: [{ type: 'text', text: `Unknown tool '${tool}'` }] };
    if (limits.of(principal.id).codexTools === false) return errorResult(codexToolsOff(principal.name));
    const state = ctx.mcpReq.requestState<RoundState>();
    if (state) checkState(state, digestOfCall(tool, args));
    const caller = callerOf(ctx, logger);
    const { say, stop } = startProgress((progress, message) => caller.progress?.({ progress, message }));
    try {
      return await calls.run(tool, ctx, (signal) =>
        withLogFields({ session: options.id }, () => {
          const client = callingClient(server, ctx);
          introduced = client.info;
          seen(client.info, client.protocol, true);
          const call = callOf({ tool, args, session, ctx, client, caller, signal, say, uses, logger });
          return handle(call, services);
        }),
      );
    } finally {
      stop();
    }
  });

  function seen(client: Implementation | undefined, protocol: string | undefined, isCall: boolean): void {
    if (!client) return;
    options.onSeen?.({ name: client.name, version: client.version, protocol, isCall });
  }

  function uses(threadId: string): void {
    usedThreads.add(threadId);
  }

  function abandon(): void {
    calls.abandon();
    for (const threadId of usedThreads) void services.threads.endCommands(threadId);
    usedThreads.clear();
  }

  return {
    id: options.id,
    server,
    client: () => introduced ?? server.getClientVersion(),
    isBusy: calls.isBusy,
    endTurns: () => calls.endOwn(clientLeft()),
    abandon,
  };
}
