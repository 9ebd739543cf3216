// JSON-RPC with one remote, raw: ids and progress tokens are ours, everything else passes unchanged. The SDK's client
// is not used, because it drops unknown fields and fails on unknown content.

import { refusalOfDeepLine } from '../../base/deep-line.ts';
import type { Refusal } from '../../base/incoming.ts';
import { INTERNAL_ERROR } from '../../base/json-rpc.ts';
import { isTooDeep, outlineOf, TOO_DEEP } from '../../base/nesting.ts';
import { createWaits, type Wait } from '../../base/waits.ts';
import { messageOf } from '../../errors/error.ts';
import { type RpcError, rpcErrorIn } from './rpc-error.ts';
import { NotDelivered, type RawMessage, type Wire } from './wire.ts';

export type Params = Readonly<Record<string, unknown>>;

/** An error answer of a remote. */
export class RemoteError extends Error {
  readonly code: number;
  readonly data: unknown;
  constructor({ code, message, data }: RpcError) {
    super(message);
    this.name = 'RemoteError';
    this.code = code;
    this.data = data;
  }
}

/** A call that was not answered in time. */
export class TimedOut extends Error {}

export interface RequestOptions {
  /** Aborted when nobody waits for the answer any more; the remote is notified. */
  readonly signal?: AbortSignal | undefined;
  /** Time spent asking a person on behalf of this remote does not count. */
  readonly timeoutMs?: number | undefined;
  /** Progress is requested only if this is set. Receives the notification's params, including our token. */
  readonly onProgress?: ((params: Params) => void) | undefined;
}

export interface Peer {
  /** @throws RemoteError, TimedOut, NotDelivered, the signal's reason, or why the wire has ended */
  request(method: string, params: Params | undefined, options?: RequestOptions): Promise<unknown>;
  notify(method: string, params?: Params): Promise<void>;
}

export interface PeerHandlers {
  /** A request of the remote; its result or error is sent back. */
  onRequest(method: string, params: Params | undefined, signal: AbortSignal): Promise<unknown>;
  onNotification(method: string, params: Params | undefined): void;
  onProblem(message: string): void;
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: RequestOptions['onProgress'];
  readonly signal: AbortSignal | undefined;
  readonly onAbort: () => void;
  /** Until its time is up. */
  limit: Wait<number> | undefined;
}

/** Finds the id of one of our requests in unreadable text. */
const ANSWERED_ID = /"id"\s*:\s*"?(\d{1,15})\b/;
const SEARCHED_CHARS = 2000;

/** @returns the peer, and the functions to call with incoming messages */
export function connectPeer(
  wireOf: () => Wire,
  handlers: PeerHandlers,
): {
  peer: Peer;
  receive(message: RawMessage): void;
  /** Receives text that is not a message. If it was meant as an answer, that call fails; a request nested too deeply is refused. */
  receiveStray(text: string): void;
  end(reason: Error): void;
} {
  /** Of each id what waits for its answer, until it is settled: old tables of a Map keep for long what stood in them. */
  const waiting = new Map<number, { entry: Waiting | undefined }>();
  const asked = new Map<string | number, AbortController>();
  const limits = createWaits<number>((id, ms) => {
    const entry = waiting.get(id)?.entry;
    if (asked.size > 0 && entry) entry.limit = limits.begin(id, ms);
    else giveUp(id, new TimedOut(`it did not answer within ${ms / 1000} s`));
  });
  let lastId = 0;
  let endedBy: Error | undefined;

  /** @param given the id of an answer; some remotes return our numbers as text */
  function settle(given: unknown): Waiting | undefined {
    const id = Number(given ?? Number.NaN);
    const held = waiting.get(id);
    const entry = held?.entry;
    if (!entry) return undefined;
    waiting.delete(id);
    held.entry = undefined;
    if (entry.limit) limits.end(entry.limit);
    entry.signal?.removeEventListener('abort', entry.onAbort);
    return entry;
  }

  /** Nobody waits for the answer any more. */
  function giveUp(id: number, error: Error): void {
    const entry = settle(id);
    if (!entry) return;
    entry.reject(error);
    const params = { requestId: id, reason: messageOf(error) };
    void notify('notifications/cancelled', params).catch(() => undefined);
  }

  function request(
    method: string,
    params: Params | undefined,
    options: RequestOptions = {},
  ): Promise<unknown> {
    const { signal, timeoutMs, onProgress } = options;
    if (endedBy) return Promise.reject(new NotDelivered(endedBy));
    if (signal?.aborted) return Promise.reject(signal.reason);
    lastId += 1;
    const id = lastId;
    return new Promise<unknown>((resolve, reject) => {
      const onAbort = () => giveUp(id, signal?.reason as Error);
      signal?.addEventListener('abort', onAbort);
      const limit = timeoutMs === undefined ? undefined : limits.begin(id, timeoutMs);
      waiting.set(id, { entry: { resolve, reject, onProgress, signal, onAbort, limit } });
      const failed = (error: Error) => settle(id)?.reject(error);
      const onUnanswered = () => failed(new Error('it closed the connection without an answer'));
      const given = withToken(params, onProgress && id);
      const message = { jsonrpc: '2.0' as const, id, method };
      try {
        wireOf()
          .send(given ? { ...message, params: given } : message, { onUnanswered })
          ?.catch(failed);
      } catch (error) {
        failed(error as Error);
      }
    });
  }

  async function notify(method: string, params?: Params): Promise<void> {
    await wireOf().send({ jsonrpc: '2.0', method, ...(params && { params }) });
  }

  async function answer(id: string | number, method: string, params: Params | undefined): Promise<void> {
    const controller = new AbortController();
    asked.set(id, controller);
    let outcome: Pick<RawMessage, 'result' | 'error'>;
    try {
      outcome = { result: await handlers.onRequest(method, params, controller.signal) };
    } catch (error) {
      outcome = { error: asRpcError(error) };
    } finally {
      asked.delete(id);
      limits.restart();
    }
    if (controller.signal.aborted) return;
    await tryToSend({ jsonrpc: '2.0', id, ...outcome });
  }

  async function tryToSend(message: RawMessage): Promise<void> {
    try {
      await wireOf().send(message);
    } catch (error) {
      handlers.onProblem(messageOf(error));
    }
  }

  /** The remote may wait for an answer to its request. */
  async function refuse(refusal: Refusal | undefined): Promise<void> {
    if (!refusal || refusal.id === null) return;
    const { id, code, message } = refusal;
    await tryToSend({ jsonrpc: '2.0', id, error: { code, message } });
  }

  function receiveNotification(method: string, params: Params | undefined): void {
    if (method === 'notifications/progress') {
      waiting.get(Number(params?.['progressToken']))?.entry?.onProgress?.(params as Params);
    } else if (method === 'notifications/cancelled') {
      asked.get(params?.['requestId'] as string)?.abort(new Error('The remote does not ask any more.'));
    } else handlers.onNotification(method, params);
  }

  function receiveAnswer({ id, result, error }: RawMessage): void {
    // A remote answers without an id if it could not read a message. If only one request is waiting, it must be that
    // one.
    const [only] = waiting.keys();
    const entry = settle((id ?? undefined) === undefined && waiting.size === 1 ? only : id);
    const failure = rpcErrorIn(error, result);
    if (failure) entry?.reject(new RemoteError(failure));
    else if (result === undefined) entry?.reject(new Error('its answer has neither a result nor an error'));
    else entry?.resolve(result);
  }

  return {
    peer: { request, notify },
    receive(message) {
      const { id, method, params } = message;
      if (method === undefined) receiveAnswer(message);
      else if ((id ?? undefined) === undefined) receiveNotification(method, params);
      else void answer(id as string | number, method, params);
    },
    receiveStray(text) {
      const isDeep = isTooDeep(text);
      const searched = isDeep ? outlineOf(text) : text.slice(0, SEARCHED_CHARS);
      const id = ANSWERED_ID.exec(searched)?.[1];
      const isAnswer = /"(?:result|error)"\s*:/.test(searched);
      if (id !== undefined && isAnswer) {
        settle(id)?.reject(
          new Error(isDeep ? `its answer is unusable: ${TOO_DEEP}` : 'its answer is not JSON'),
        );
      } else if (isDeep) void refuse(refusalOfDeepLine(text));
    },
    end(reason) {
      endedBy = reason;
      for (const id of [...waiting.keys()]) settle(id)?.reject(reason);
      for (const controller of asked.values()) controller.abort(reason);
    },
  };
}

function asRpcError(error: unknown): RpcError {
  const { code, data } = (error ?? {}) as { code?: unknown; data?: unknown };
  return {
    code: Number.isSafeInteger(code) ? (code as number) : INTERNAL_ERROR,
    message: messageOf(error),
    ...(data !== undefined && { data }),
  };
}

/** Replaces the caller's progress token with ours, or removes it. */
function withToken(params: Params | undefined, token: number | undefined): Params | undefined {
  if (token === undefined && params?.['_meta'] === undefined) return params;
  const { progressToken: _, ...meta } = (params?.['_meta'] ?? {}) as Params;
  const ours = token === undefined ? meta : { ...meta, progressToken: token };
  if (Object.keys(ours).length > 0) return { ...params, _meta: ours };
  if (!params) return undefined;
  const { _meta, ...rest } = params;
  return rest;
}
