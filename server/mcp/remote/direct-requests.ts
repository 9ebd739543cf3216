// Requests that make a remote do something, from the transport of their client straight to the forwarder: the SDK's
// protocol layer takes several times as long as the rest. They are answered, cancelled and ended as it does that.
import {
  type JSONRPCMessage,
  type JSONRPCRequest,
  ProtocolErrorCode,
  type RequestId,
  type Result,
  type Transport,
} from '@modelcontextprotocol/server';
import { INTERNAL_ERROR } from '../../base/json-rpc.ts';
import { messageOf } from '../../errors/error.ts';
import type { Logger } from '../../logging/logger.ts';
import type { Caller } from '../../remotes/connection/caller.ts';
import type { Params } from '../../remotes/wire/peer.ts';
import type { SessionServer } from '../session-server.ts';
import { makesDo } from './methods.ts';

export interface DirectRequests {
  isBusy(): boolean;
  /** The client is gone: ends what runs, which is answered all the same. */
  abandon(): void;
}

/** One that runs. */
interface DirectRequest {
  readonly id: RequestId;
  readonly transport: Transport;
  readonly over: AbortController;
  /** Nobody waits for its answer. */
  isCancelled: boolean;
  /** Nothing is sent about it any more. */
  isAnswered: boolean;
}

/** As the SDK encodes it up to 2025-11-25: nothing is found under these parameters. */
const RESOURCE_NOT_FOUND = -32002;
const RESERVED = 'io.modelcontextprotocol/';

/**
 * @param options.server must have no handler of its own for these requests
 * @param options.answer what it throws has a `code` where it is an error of JSON-RPC
 */
export function takeDirectRequests(options: {
  server: SessionServer;
  answer(request: JSONRPCRequest, client: Caller, signal: AbortSignal): Promise<Result>;
  logger: Logger;
}): DirectRequests {
  const { server, answer, logger } = options;
  const running = new Set<DirectRequest>();

  function start(message: JSONRPCRequest, transport: Transport): void {
    const { id } = message;
    const request = { id, transport, over: new AbortController(), isCancelled: false, isAnswered: false };
    running.add(request);
    answer(message, clientOf(request, message), request.over.signal).then(
      (result) => end(request, { result, jsonrpc: '2.0', id }),
      (error) => end(request, { jsonrpc: '2.0', id, error: encoded(error) }),
    );
  }

  function end(request: DirectRequest, response: JSONRPCMessage): void {
    running.delete(request);
    request.isAnswered = true;
    if (request.isCancelled) {
      server.drop(request.id);
      return;
    }
    request.transport
      .send(response)
      .catch((error) => server.onerror?.(new Error(`Failed to send response: ${error}`)));
  }

  function cancel(request: DirectRequest, reason: unknown): void {
    request.isCancelled = true;
    request.over.abort(reason);
  }

  function clientOf(request: DirectRequest, { id, params }: JSONRPCRequest): Caller {
    const tell = (method: string, told: Params | undefined) => {
      if (request.isAnswered || request.isCancelled) return;
      server
        .tell(method, told, id)
        .catch((error) => logger.debug('notification-not-sent', { message: messageOf(error) }));
    };
    const progressToken = params?._meta?.progressToken;
    return {
      ask: (method, asked, signal) => server.ask(method, asked, signal, id),
      tell,
      progress:
        progressToken === undefined
          ? undefined
          : (told) => tell('notifications/progress', { ...told, progressToken }),
    };
  }

  server.takes = (message, transport) => {
    if (!('method' in message) || !server.introduction) return false;
    if ('id' in message) {
      if (!isDirect(message)) return false;
      start(message, transport);
      return true;
    }
    if (message.method !== 'notifications/cancelled') return false;
    const { requestId, reason } = message.params ?? {};
    if (reason !== undefined && typeof reason !== 'string') return false;
    const request = [...running].findLast(({ id }) => id === requestId);
    if (request) cancel(request, reason);
    return request !== undefined;
  };
  server.whenEnded(() => {
    for (const request of running) cancel(request, new Error('Connection closed'));
  });

  return {
    isBusy: () => running.size > 0,
    abandon() {
      for (const { over } of running) over.abort(new Error('The client is gone.'));
    },
  };
}

function isDirect({ method, params }: JSONRPCRequest): boolean {
  if (!makesDo(method)) return false;
  if (!params) return true;
  // The SDK takes these out of a request.
  if ('inputResponses' in params || 'requestState' in params) return false;
  return !params._meta || !Object.keys(params._meta).some((key) => key.startsWith(RESERVED));
}

function encoded(error: unknown): { code: number; message: string; data?: unknown } {
  const { code, message, data } = error as { code?: number; message?: string; data?: unknown };
  const given = Number.isSafeInteger(code) ? (code as number) : INTERNAL_ERROR;
  return {
    code: given === RESOURCE_NOT_FOUND ? ProtocolErrorCode.InvalidParams : given,
    message: message ?? 'Internal error',
    ...(data !== undefined && { data }),
  };
}
