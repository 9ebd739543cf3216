// The 2026-07-28 era over HTTP: no sessions, every request stands alone and gets an MCP server of its own. A client
// that goes away cancels its request.
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type AuthInfo,
  classifyInboundRequest,
  createMcpHandler,
  type JSONRPCRequest,
  PROTOCOL_VERSION_META_KEY,
} from '@modelcontextprotocol/server';
import { INTERNAL_ERROR } from '../../base/json-rpc.ts';
import { HANDSHAKE_VERSIONS, MODERN_VERSION } from '../../base/mcp-versions.ts';
import type { Principal } from '../../config/principals.ts';
import { messageOf } from '../../errors/error.ts';
import type { Logger } from '../../logging/logger.ts';
import type { ModernRequest } from '../../mcp/remote/modern-relay.ts';
import type { Scope } from '../../mcp/scope.ts';
import type { Session } from '../../mcp/session.ts';
import type { Asked } from './asked.ts';
import { createModernLists, listIn } from './modern-lists.ts';
import { KEEP_ALIVE_MS, SILENT_MS } from './silence.ts';

export interface ModernHttp {
  handle(request: IncomingMessage, response: ServerResponse, asked: Asked): Promise<void>;
  /** Notifies clients that listen for changes (`subscriptions/listen`). @param method of the notification */
  tellListChanged(method: string): void;
  close(): Promise<void>;
}

interface Message {
  readonly id?: unknown;
  readonly method?: unknown;
  readonly params?: { readonly _meta?: unknown; readonly requestState?: unknown } | undefined;
}

/** Whether a request that has passed the guards belongs to an older era, which has sessions. */
export function isOfLegacyEra(
  { method = '', headers }: IncomingMessage,
  { body, isPlain }: Pick<Asked, 'body' | 'isPlain'>,
): boolean {
  const version = headers['mcp-protocol-version'];
  if (version === MODERN_VERSION && isOfModernEra(body)) return false;
  // What the SDK would find too, after it has tried three schemas: nothing in the request could say otherwise.
  if (isPlain && HANDSHAKES.has(version) && !hasMeta(body)) return true;
  const route = classifyInboundRequest({
    httpMethod: method,
    body,
    ...withHeader('protocolVersionHeader', version),
    ...withHeader('mcpMethodHeader', headers['mcp-method']),
    ...withHeader('mcpNameHeader', headers['mcp-name']),
  });
  return route.kind === 'legacy';
}

const HANDSHAKES: ReadonlySet<unknown> = new Set(HANDSHAKE_VERSIONS);

function isOfModernEra(body: unknown): boolean {
  const meta = (body as Message | undefined)?.params?._meta as Record<string, unknown> | undefined;
  return meta?.[PROTOCOL_VERSION_META_KEY] === MODERN_VERSION;
}

function hasMeta(body: unknown): boolean {
  const { params } = body as Message;
  return params !== undefined && '_meta' in params;
}

/**
 * @param options.open creates the MCP session of one request; an error it throws becomes the request's answer
 * @param options.listen called when a client starts to listen for changes; returns a function to call when it stops
 * @param options.relay answers a request for a remote that speaks this era itself
 */
export function createModernHttp(options: {
  open(principal: Principal, scope: Scope, request: OpenedRequest): Promise<Session>;
  relay(principal: Principal, scope: Scope, request: ModernRequest): Promise<Response | undefined>;
  listen(principal: Principal, scope: Scope, meta: unknown): () => void;
  logger: Logger;
}): ModernHttp {
  const handler = createMcpHandler(async ({ authInfo }) => (await openIn(authInfo)).server, {
    legacy: 'reject',
    // Always a stream: a silent call answered with JSON would send no byte until it ends.
    responseMode: 'sse',
    keepAliveMs: KEEP_ALIVE_MS,
    onerror: (error) => options.logger.info('modern-request-refused', { message: messageOf(error) }),
  });

  const lists = createModernLists();

  function openIn(authInfo: AuthInfo | undefined): Promise<Session> {
    const { principal, scope, request, onFailed } = (authInfo?.extra ?? {}) as unknown as Opening;
    return options.open(principal, scope, request).catch((error) => {
      onFailed(error);
      throw error;
    });
  }

  async function serve(
    request: IncomingMessage,
    response: ServerResponse,
    { authInfo, signal, asked }: { authInfo: AuthInfo; signal: AbortSignal; asked: Asked },
  ): Promise<Response> {
    const { principal, scope, body } = asked;
    const { method, params } = (body ?? {}) as Message;
    if (method === 'subscriptions/listen' && !response.closed) {
      response.once('close', options.listen(principal, scope, params?._meta));
    }
    return await handler.fetch(webRequest(request, signal), { parsedBody: body, authInfo });
  }

  async function list(request: JSONRPCRequest, response: ServerResponse, asked: Asked): Promise<void> {
    let session: Session;
    try {
      session = await options.open(asked.principal, asked.scope, openedRequest(request, response));
    } catch (error) {
      return answerFailure(response, request.id, error);
    }
    await lists.answer(request, session, response);
  }

  return {
    async handle(request, response, asked) {
      const found = listIn(request, asked);
      if (found) return await list(found, response, asked);
      const { principal, scope, body } = asked;
      const { id } = (body ?? {}) as Message;
      const gone = new AbortController();
      response.once('close', () => response.writableFinished || gone.abort());
      const { signal } = gone;
      let failure: unknown;
      const authInfo = authInfoOf({
        principal,
        scope,
        request: openedRequest((body ?? {}) as Message, response),
        onFailed(error) {
          failure = error;
        },
      });
      const relayed = {
        body,
        get headers() {
          return plainHeaders(request);
        },
        signal,
      };
      const answer =
        (await options.relay(principal, scope, relayed)) ??
        (await serve(request, response, { authInfo, signal, asked }));
      if (failure !== undefined) return answerFailure(response, id, failure);
      await send(answer, response, signal);
    },
    tellListChanged(method) {
      if (method === 'notifications/tools/list_changed') handler.notify.toolsChanged();
      if (method === 'notifications/prompts/list_changed') handler.notify.promptsChanged();
      if (method === 'notifications/resources/list_changed') handler.notify.resourcesChanged();
    },
    async close() {
      lists.close();
      await handler.close();
    },
  };
}

/**
 * What comes in one round of the event loop leaves in one write, and with the end of the answer with its length: without
 * it, Node writes four pieces. A head alone leaves soon: clients time out when nothing arrives.
 */
async function send(answer: Response, response: ServerResponse, signal: AbortSignal): Promise<void> {
  const { status, body } = answer;
  const head = answerHeaders(answer);
  let waiting: Uint8Array[] = [];
  let round: NodeJS.Immediate | undefined;
  const silence = setTimeout(flush, SILENT_MS).unref();

  function flush(): void {
    round = undefined;
    if (!response.headersSent) response.writeHead(status, head);
    if (waiting.length === 0) response.flushHeaders();
    for (const chunk of waiting) response.write(chunk);
    waiting = [];
  }

  try {
    for await (const chunk of body ?? []) {
      if (signal.aborted) return;
      waiting.push(chunk);
      clearTimeout(silence);
      round ??= setImmediate(flush);
      if (response.writableNeedDrain) await once(response, 'drain', { signal });
    }
    const whole = waiting.length === 1 ? waiting[0] : Buffer.concat(waiting);
    if (!response.headersSent) response.writeHead(status, { ...head, 'Content-Length': whole?.length ?? 0 });
    response.end(whole);
  } catch {
    // The remote's stream broke, or the client is gone. An answer that merely stopped would look like a silent one.
    flush();
    response.destroy();
  } finally {
    clearTimeout(silence);
    clearImmediate(round);
  }
}

/** The request without its body: the parsed body is passed separately. */
function webRequest(request: IncomingMessage, signal: AbortSignal): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    for (const one of [value ?? []].flat()) headers.append(name, one);
  }
  return new Request(`http://${request.headers.host}${request.url}`, {
    method: request.method ?? '',
    headers,
    signal,
  });
}

/** A request for which a session is opened. */
interface OpenedRequest {
  readonly method: unknown;
  readonly meta: unknown;
  /** The request brings answers for a call that is waiting for them. */
  readonly isContinued: boolean;
  /** Registers a callback for when the answer has been sent or the client is gone. */
  onOver(run: () => void): void;
}

/** What is needed to open the session of one request. */
interface Opening {
  readonly principal: Principal;
  readonly scope: Scope;
  readonly request: OpenedRequest;
  onFailed(error: unknown): void;
}

function openedRequest({ method, params }: Message, response: ServerResponse): OpenedRequest {
  return {
    method,
    meta: params?._meta,
    isContinued: params?.requestState !== undefined,
    onOver: (run) => (response.closed ? run() : response.once('close', run)),
  };
}

function answerFailure(response: ServerResponse, id: unknown, failure: unknown): void {
  const error = { code: INTERNAL_ERROR, message: messageOf(failure) };
  response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify({ jsonrpc: '2.0', id, error }));
}

function authInfoOf(opening: Opening): AuthInfo {
  return { token: '', clientId: opening.principal.id, scopes: [], extra: { ...opening } };
}

function plainHeaders(request: IncomingMessage): Record<string, string> {
  const entries = Object.entries(request.headers);
  return Object.fromEntries(
    entries.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}

/** `fetch` has decoded the body, so the original length and encoding no longer apply. */
function answerHeaders({ headers }: Response): Record<string, string> {
  const hopByHop = /^(content-(length|encoding)|transfer-encoding|connection|keep-alive|set-cookie)$/;
  return Object.fromEntries([...headers].filter(([name]) => !hopByHop.test(name)));
}

function withHeader<K extends string>(
  name: K,
  value: string | string[] | undefined,
): Partial<Record<K, string>> {
  return value === undefined ? {} : ({ [name]: String(value) } as Record<K, string>);
}
