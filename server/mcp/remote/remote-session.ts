// What a client sees of one remote at /mcp/<remote>: the remote itself. Everything it offers and sends passes
// unchanged, except what config.toml switches off or wants a person to approve.
import {
  type Implementation,
  type JSONRPCRequest,
  ProtocolError,
  ProtocolErrorCode,
  type Result,
} from '@modelcontextprotocol/server';
import { messageOf, PatchbayError } from '../../errors/error.ts';
import { remoteToolFiltered } from '../../errors/remotes.ts';
import { isToolOffered } from '../../remotes/config.ts';
import type { Caller } from '../../remotes/connection/caller.ts';
import type { AboutRemote, ClientView } from '../../remotes/connection/channel.ts';
import type { RemoteTool } from '../../remotes/connection/connection.ts';
import type { HandedLease } from '../../remotes/connection/leases.ts';
import { RemoteError } from '../../remotes/wire/peer.ts';
import { errorResult } from '../call-results.ts';
import { isAskable, viewOf } from '../client-view.ts';
import type { EngineClient } from '../remote-door/engine-client.ts';
import type { Session, SessionOptions } from '../session.ts';
import { logErrors } from '../session-errors.ts';
import { SessionServer, startIdsAtOne, untilAnswered } from '../session-server.ts';
import { takeDirectRequests } from './direct-requests.ts';
import { createForwarder, type ForwardedRequest } from './forwarder.ts';
import { createToolGate, type ToolCall } from './gate.ts';
import { onlyLooks } from './methods.ts';
import { createReach } from './reach.ts';

const UNKNOWN: Pick<AboutRemote, 'serverInfo' | 'capabilities'> = {
  serverInfo: { name: 'unknown', version: '0' },
  capabilities: {},
};

/** Where a request comes from, and how long its answer is waited for. */
type Origin = Pick<ForwardedRequest, 'ctx' | 'client' | 'signal'>;

/**
 * @param remote its name in config.toml
 * @param lease a connection whose introduction is shown to a client of the modern era; other clients get the answer to
 *   their own `initialize`
 * @param engine set when the engine is the client, for one thread; it asks about its calls itself
 */
export function createRemoteSession(
  options: SessionOptions & {
    remote: string;
    /** For the single request of a client without a handshake. */
    lease?: HandedLease | undefined;
    engine?: EngineClient | undefined;
  },
): Session {
  const { remote, principal, remoteServices, engine } = options;
  const { remotes, broker, limits } = remoteServices;
  const owner = { ...principal, id: engine?.principal ?? principal.id };
  const reach = createReach({ principal: owner, limitsOf: limits.of, pins: remotes.pins });
  const logger = options.logger.with({ session: options.id, remote });
  const running = new Set<AbortController>();
  let introduced: Implementation | undefined;
  const { serverInfo, capabilities, instructions } = options.lease?.connection.about ?? {
    ...UNKNOWN,
    instructions: undefined,
  };
  const server = new SessionServer(serverInfo, {
    capabilities,
    ...(typeof instructions === 'string' && { instructions }),
  });
  startIdsAtOne(server);
  logErrors(server, logger);

  const client: Caller = {
    ask: (method, params, signal) => server.ask(method, params, signal),
    tell: (method, params) => void server.tell(method, params).catch(notSent),
  };
  const bystander = engine?.callerOf(client, undefined) ?? client;
  const connections = remotes.connectSession({ view, cwd: options.cwd, bystander });
  const forwarder = createForwarder({
    server,
    principal,
    sessionId: options.id,
    cwd: options.cwd,
    connections,
    lease: options.lease,
    // The engine reports its own calls, in the record of its thread.
    services: engine ? { ...remoteServices, onCalled: () => undefined } : remoteServices,
    logger,
  });
  const gate = createToolGate({ sessionId: options.id, principal, broker });
  const stopWatching = remotes.registry.onChanged((names) => {
    if (names.has(remote)) tellListsChanged();
  });
  const stopWatchingLimits = limits.onChanged(owner.id, () => {
    if (!reach.includes(remote)) connections.drop(new Set([remote]));
    tellListsChanged();
  });

  server.hooks = {
    async introduce(answer) {
      try {
        reach.requireRemote(remote);
        const { about } = await connections.get(remote);
        logger.info('session-opened', { client: viewOf(server).info, principal: principal.name });
        return { ...answer, ...about };
      } catch (error) {
        throw asProtocolError(error);
      }
    },
  };
  server.whenEnded(() => {
    abandon();
    stopWatching();
    stopWatchingLimits();
    void connections.close();
  });

  server.fallbackRequestHandler = untilAnswered(async (request, ctx) => {
    introduced = viewOf(server, ctx).info as Implementation;
    const call = new AbortController();
    running.add(call);
    const onCancelled = () => call.abort(ctx.mcpReq.signal.reason);
    ctx.mcpReq.signal.addEventListener('abort', onCancelled, { once: true });
    if (ctx.mcpReq.signal.aborted) onCancelled();
    try {
      return await answer(request, { ctx, signal: call.signal });
    } finally {
      running.delete(call);
    }
  });
  const direct = takeDirectRequests({
    server,
    answer(request, client, signal) {
      introduced = viewOf(server).info as Implementation;
      return answer(request, { client, signal });
    },
    logger,
  });

  server.fallbackNotificationHandler = async ({ method, params }) => {
    if (!reach.includes(remote)) return;
    if (!onlyLooks(method)) {
      if (reach.isPartial()) return;
      remoteServices.requireActive(principal);
    }
    const connection = await connections.get(remote);
    await connection.notify(method, params);
  };

  function view(): ClientView {
    const shown = viewOf(server);
    return engine ? { ...shown, capabilities: engine.capabilities(shown.capabilities) } : shown;
  }

  /** @throws RemoteError, ProtocolError */
  async function answer(request: JSONRPCRequest, from: Origin): Promise<Result> {
    const { method } = request;
    try {
      reach.requireMethod(remote, method);
      const result = await forwarder.forward(forwarded(request, from));
      return method === 'tools/list' ? onlyOffered(result) : result;
    } catch (error) {
      if (error instanceof RemoteError) throw error;
      const isCall = method === 'tools/call' && error instanceof PatchbayError;
      if (isCall) return errorResult(error);
      throw asProtocolError(error);
    }
  }

  function forwarded(request: JSONRPCRequest, { ctx, client, signal }: Origin): ForwardedRequest {
    const { method, params } = request;
    const isCall = method === 'tools/call';
    return {
      remote,
      method,
      params,
      ctx,
      client,
      signal,
      before: isCall
        ? (connection, caller, over) => mayCall(request, ctx, { connection, caller, signal: over })
        : undefined,
      asCaller: engine && ((caller) => engine.callerOf(caller, params)),
    };
  }

  /** @throws remote-tool-filtered, and what reach and gate throw */
  function mayCall(
    { id, params }: JSONRPCRequest,
    ctx: Origin['ctx'],
    { connection, caller, signal }: Pick<ToolCall, 'connection' | 'caller' | 'signal'>,
  ): Promise<void> | undefined {
    const { config, tools } = connection;
    const tool = String(params?.['name']);
    if (!isToolOffered(config, tool)) throw remoteToolFiltered(remote, tool);
    const within = reach.requireTool(remote, tool, tools);
    if (engine) return within;
    const shown = viewOf(server, ctx);
    const call = {
      connection,
      caller,
      signal,
      requestId: id,
      clientName: String(shown.info['name']),
      isAskable: isAskable(shown),
      tool,
      args: params?.['arguments'],
    };
    const pass = () => gate.pass(call);
    return within ? within.then(pass) : pass();
  }

  /** Without what config.toml switches off or the limits of the client leave out. */
  function onlyOffered(result: Result): Result {
    const config = remotes.registry.get(remote);
    const { tools } = result as { tools?: unknown };
    if (!Array.isArray(tools)) return result;
    const isOffered = (tool: RemoteTool) => isToolOffered(config, tool?.name) && reach.offers(remote, tool);
    return { ...result, tools: tools.filter(isOffered) };
  }

  function tellListsChanged(): void {
    if (!server.introduction) return;
    for (const list of ['tools', 'resources', 'prompts']) {
      void server.tell(`notifications/${list}/list_changed`).catch(notSent);
    }
  }

  function abandon(): void {
    direct.abandon();
    for (const call of running) call.abort(new Error('The client is gone.'));
  }

  function notSent(error: unknown): void {
    logger.debug('notification-not-sent', { message: messageOf(error) });
  }

  return {
    id: options.id,
    server,
    client: () => introduced ?? server.getClientVersion(),
    isBusy: () => running.size > 0 || direct.isBusy(),
    abandon,
  };
}

function asProtocolError(error: unknown): ProtocolError {
  return error instanceof ProtocolError
    ? error
    : new ProtocolError(ProtocolErrorCode.InternalError, messageOf(error));
}
