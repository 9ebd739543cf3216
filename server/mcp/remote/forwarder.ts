// Forwards one request of a client to a remote and returns the answer unchanged. Up to 2025-11-25 the remote's
// questions are requests to the client; from 2026-07-28 on they are results, and the call continues with the next
// request.
import type { Result, ServerContext } from '@modelcontextprotocol/server';
import type { Broker } from '../../approvals/broker.ts';
import type { ClientLimits } from '../../config/client-limits.ts';
import type { Principal } from '../../config/principals.ts';
import { messageOf } from '../../errors/error.ts';
import { remoteGone } from '../../errors/remotes.ts';
import type { Logger } from '../../logging/logger.ts';
import { toolLimit } from '../../remotes/config.ts';
import type { Caller } from '../../remotes/connection/caller.ts';
import type { Connection } from '../../remotes/connection/connection.ts';
import type { HandedLease } from '../../remotes/connection/leases.ts';
import type { SessionConnections } from '../../remotes/connection/session-connections.ts';
import type { Remotes } from '../../remotes/remotes.ts';
import type { Params } from '../../remotes/wire/peer.ts';
import { NotDelivered } from '../../remotes/wire/wire.ts';
import { isModern, viewOf } from '../client-view.ts';
import type { CodexServices } from '../codex/call.ts';
import { callerOf, listenerOf } from '../request-client.ts';
import type { HeldCalls } from '../rounds/held-calls.ts';
import { askInNextRound, checkState, digestOfCall, type RoundState } from '../rounds/rounds.ts';
import type { SessionServer } from '../session-server.ts';
import { onlyLooks } from './methods.ts';
import { type ForwardedCall, tellCalls } from './told-calls.ts';

export interface RemoteServices extends Pick<CodexServices, 'codec' | 'requireActive'> {
  readonly remotes: Remotes;
  readonly heldCalls: HeldCalls;
  readonly broker: Broker;
  readonly limits: ClientLimits;
  /** Receives every finished call. */
  onCalled(call: ForwardedCall): void;
}

export interface ForwardedRequest {
  readonly remote: string;
  readonly method: string;
  readonly params: Params | undefined;
  /** Of a request that comes from the SDK's server. */
  readonly ctx?: ServerContext | undefined;
  /** Its client, where there is no such context. */
  readonly client?: Caller | undefined;
  /** Aborted when the client cancels or is gone. */
  readonly signal: AbortSignal;
  /** What must be settled before the remote is asked; throws to prevent that. */
  readonly before?:
    | ((connection: Connection, caller: Caller, signal: AbortSignal) => Promise<void> | undefined)
    | undefined;
  /** Replaces the client as the one to ask, in the legacy era. */
  readonly asCaller?: ((client: Caller) => Caller) | undefined;
}

export interface Forwarder {
  /** @throws client-paused, RemoteError as the remote gave it, and PatchbayError for what failed on the way */
  forward(request: ForwardedRequest): Promise<Result>;
  /** Uses a connection for something other than a client's request. */
  use<T>(
    remote: string,
    ctx: ServerContext | undefined,
    work: (connection: Connection) => Promise<T>,
  ): Promise<T>;
}

export function createForwarder(options: {
  server: SessionServer;
  principal: Principal;
  sessionId: string;
  cwd: string | undefined;
  connections: SessionConnections;
  /** A lease to use before taking a new one. */
  lease?: HandedLease | undefined;
  services: RemoteServices;
  logger: Logger;
}): Forwarder {
  const { server, principal, connections, services, logger } = options;
  const { sessionId, cwd } = options;
  const tell = tellCalls({ principalId: principal.id, sessionId, cwd, onCalled: services.onCalled });
  const { codec, heldCalls, remotes } = services;

  /** A request that certainly did not reach the remote is sent once more, after reconnecting. */
  async function use<T>(
    remote: string,
    ctx: ServerContext | undefined,
    work: (connection: Connection) => Promise<T>,
    isAgain = false,
  ): Promise<T> {
    const lease =
      ctx && isModern(ctx)
        ? (options.lease?.take() ?? (await remotes.leases.lease(principal.id, viewOf(server, ctx), remote)))
        : undefined;
    const connection = lease?.connection ?? connections.current(remote) ?? (await connections.get(remote));
    try {
      return await work(connection);
    } catch (error) {
      if (!(error instanceof NotDelivered)) throw error;
      await connection.close();
      if (isAgain) throw remoteGone(remote, messageOf(error));
    } finally {
      lease?.release();
    }
    return await use(remote, ctx, work, true);
  }

  /** A paused client can still look at what a remote offers. */
  function requireActive({ method }: ForwardedRequest): void {
    if (!onlyLooks(method)) services.requireActive(principal);
  }

  function perform(request: ForwardedRequest, caller: Caller, signal: AbortSignal): Promise<unknown> {
    const { remote, ctx, method, params } = request;
    let isSettled = false;
    return use(remote, ctx, (connection) => {
      const limit = toolLimit(connection.config);
      const ask = () => {
        isSettled = true;
        return connection.request({ method, params, signal, limit }, caller);
      };
      const settling = isSettled ? undefined : request.before?.(connection, caller, signal);
      return settling ? settling.then(ask) : ask();
    });
  }

  async function inRounds(request: ForwardedRequest, ctx: ServerContext): Promise<Result> {
    const { signal, method, params } = request;
    const digest = digestOfCall(`${request.remote}\0${method}`, params);
    const given = ctx.mcpReq.requestState<unknown>();
    const state =
      typeof given === 'string' ? await codec.verify(given, ctx) : (given as RoundState | undefined);
    if (state) checkState(state, digest);
    else requireActive(request);
    const held = state
      ? heldCalls.find(principal.id, state.handle)
      : heldCalls.start(principal.id, (caller, over) => perform(request, caller, over));
    if (state) held.answer(ctx.mcpReq.inputResponses ?? {}, ctx.mcpReq.droppedInputResponseKeys ?? []);
    const step = await held.next(listenerOf(ctx, logger), signal);
    if (step.kind === 'done') return step.result as Result;
    const { handle } = held;
    const { requests: inputRequests } = step;
    return await askInNextRound({ handle, digest, round: state?.round ?? 0, inputRequests, codec, ctx });
  }

  function forwardNow(request: ForwardedRequest): Promise<unknown> {
    const { ctx } = request;
    if (ctx && isModern(ctx)) return inRounds(request, ctx);
    requireActive(request);
    const client = request.client ?? callerOf(ctx as ServerContext, logger);
    return perform(request, request.asCaller?.(client) ?? client, request.signal);
  }

  return {
    use,
    async forward(request) {
      const startedAt = Date.now();
      const { ctx, remote, method, params } = request;
      const told = { remote, method, params, hasSession: !(ctx && isModern(ctx)) };
      try {
        const result = (await forwardNow(request)) as Result;
        const isOver = (result as { resultType?: string }).resultType !== 'input_required';
        const outcome = result['isError'] === true ? 'failed' : 'answered';
        if (isOver) tell(told, startedAt, { outcome, result });
        return result;
      } catch (error) {
        tell(told, startedAt, { outcome: 'failed', error: messageOf(error) });
        throw error;
      }
    },
  };
}
