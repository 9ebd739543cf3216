// Streamable HTTP of one session (MCP 2025-11-25 and older), for the SDK's server, straight on Node's requests and
// responses. The SDK's own transport is written for web streams; with them, a small call takes twice as long. Nothing of the
// SDK is loaded here, because the first session opens before that.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type {
  InitializeRequest,
  JSONRPCMessage,
  JSONRPCNotification,
  JSONRPCRequest,
  RequestId,
  Transport,
} from '@modelcontextprotocol/server';
import type { Refusal } from '../../../base/incoming.ts';
import { INVALID_REQUEST, PARSE_ERROR, SESSION_NOT_FOUND } from '../../../base/json-rpc.ts';
import { HANDSHAKE_VERSIONS, LEGACY_VERSION, UNSAID_VERSION } from '../../../base/mcp-versions.ts';
import { answerText } from '../../../mcp/list-text.ts';
import type { Dropping } from '../../../mcp/session-server.ts';
import { accepts } from '../accept.ts';
import type { Asked } from '../asked.ts';
import { bodyError } from '../body.ts';
import { refuse } from '../guards.ts';
import { createEventStore } from './event-store.ts';
import { type EventStream, openEventStream, type Silences } from './event-stream.ts';

export interface SessionTransport extends Transport, Dropping {
  /** Opens the session, to answer this request by `send`. */
  open(opening: JSONRPCRequest & InitializeRequest, response: ServerResponse): void;
  /**
   * Serves one request of its client.
   * @param request names this session, or opens it
   * @param asked.body of a POST, which is JSON and has been parsed (see http-sessions.ts)
   * @param read finds the messages in a body that is not plain
   */
  handleRequest(
    request: IncomingMessage,
    response: ServerResponse,
    asked: Pick<Asked, 'body' | 'isPlain'>,
    read: (body: unknown) => ReadMessages,
  ): void;
}

/** What is in the body of a POST. */
export type ReadMessages =
  | { readonly messages: readonly JSONRPCMessage[]; readonly opening: InitializeRequest | undefined }
  | { readonly refusal: Refusal };

/** The requests of one POST, and the stream on which they are answered. */
interface Exchange {
  readonly streamId: number;
  readonly unanswered: RequestId[];
}

/** The stream for messages that belong to no request. */
const STANDALONE = 0;
/** How long a client should wait before it resumes a broken stream. */
const RETRY_MS = 1000;

/** A class, because each session has one: its functions are there once. */
class HttpSessionTransport implements SessionTransport {
  sessionId?: string;
  declare onmessage?: NonNullable<Transport['onmessage']>;
  declare onerror?: (error: Error) => void;
  declare onclose?: () => void;
  private readonly events = createEventStore();
  private readonly streams = new Map<number, EventStream>();
  private readonly exchanges = new Map<RequestId, Exchange>();
  /** Of cancelled requests that still run. Their ids may be used again. */
  private readonly cancelled = new Map<RequestId, Exchange>();
  private readonly silences: Silences;
  private readonly onOpened: ((sessionId: string) => void) | undefined;
  private supported: readonly string[] = HANDSHAKE_VERSIONS;
  private lastStream = 0;
  private isClosed = false;

  constructor(silences: Silences, onOpened: ((sessionId: string) => void) | undefined) {
    this.silences = silences;
    this.onOpened = onOpened;
  }

  async start(): Promise<void> {}

  setSupportedProtocolVersions(versions: string[]): void {
    this.supported = versions;
  }

  open(opening: JSONRPCRequest & InitializeRequest, response: ServerResponse): void {
    this.beginSession();
    this.beginExchange([opening.id], response, opening.params.protocolVersion);
  }

  handleRequest(
    request: IncomingMessage,
    response: ServerResponse,
    asked: Pick<Asked, 'body' | 'isPlain'>,
    read: (body: unknown) => ReadMessages,
  ) {
    if (this.isClosed) return this.reject(response, 404, 'Session not found', SESSION_NOT_FOUND);
    switch (request.method) {
      case 'POST':
        return this.receivePost(request, response, asked, read);
      case 'GET':
        return this.listen(request, response);
      case 'DELETE':
        if (!this.speaksKnownVersion(request, response)) return;
        response.writeHead(200).end();
        return void this.close();
      default:
        response.setHeader('Allow', 'GET, POST, DELETE');
        return this.reject(response, 405, 'Method not allowed.');
    }
  }

  async send(message: JSONRPCMessage, options?: { relatedRequestId?: RequestId | undefined }): Promise<void> {
    const isAnswer = !('method' in message);
    const requestId = isAnswer ? message.id : options?.relatedRequestId;
    if (requestId === undefined) return this.say(STANDALONE, message);
    const exchange = this.exchanges.get(requestId);
    if (!exchange) throw new Error(`No connection established for request ID: ${requestId}`);
    const { streamId } = exchange;
    if (!isAnswer) return this.say(streamId, message);
    this.exchanges.delete(requestId);
    answered(exchange, requestId);
    if (exchange.unanswered.length > 0) return this.say(streamId, message);
    this.endStream(streamId, this.eventWith(streamId, message));
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    for (const streamId of [...this.streams.keys()]) this.endStream(streamId);
    this.exchanges.clear();
    this.cancelled.clear();
    this.onclose?.();
  }

  private reject(response: ServerResponse, status: number, message: string, code?: number): void {
    this.onerror?.(new Error(message));
    refuse(response, status, message, code);
  }

  /** @returns false when the request has been refused */
  private speaksKnownVersion(request: IncomingMessage, response: ServerResponse): boolean {
    const version = request.headers['mcp-protocol-version'] as string | undefined;
    if (version === undefined || this.supported.includes(version)) return true;
    const known = this.supported.join(', ');
    const message = `Bad Request: Unsupported protocol version: ${version} (supported versions: ${known})`;
    this.reject(response, 400, message);
    return false;
  }

  private openStream(streamId: number, response: ServerResponse): EventStream {
    const { sessionId, silences, streams } = this;
    const stream = openEventStream(response, {
      sessionId,
      silences,
      // Another request may have resumed it in the meantime.
      onGone: () => streams.get(streamId) === stream && streams.delete(streamId),
    });
    streams.set(streamId, stream);
    return stream;
  }

  private endStream(streamId: number, last?: string): void {
    this.streams.get(streamId)?.end(last);
    this.streams.delete(streamId);
  }

  private receivePost(
    request: IncomingMessage,
    response: ServerResponse,
    { body, isPlain }: Pick<Asked, 'body' | 'isPlain'>,
    read: (body: unknown) => ReadMessages,
  ) {
    if (!isAcceptable(request)) {
      const message = 'Not Acceptable: Client must accept both application/json and text/event-stream';
      return this.reject(response, 406, message);
    }
    if (isPlain && (body as JSONRPCRequest).method !== 'initialize') {
      return this.receiveRequest(request, response, body as JSONRPCRequest);
    }
    if (body === undefined) return this.reject(response, 400, 'Parse error: Invalid JSON', PARSE_ERROR);
    const found = read(body);
    if ('refusal' in found) return this.reject(response, 400, found.refusal.message, INVALID_REQUEST);
    const { messages, opening } = found;
    if (opening ? !this.mayOpen(messages, response) : !this.speaksKnownVersion(request, response)) return;
    if (opening) this.beginSession();
    const ids = messages.flatMap((message) => ('method' in message && 'id' in message ? [message.id] : []));
    if (ids.length === 0) response.writeHead(202).end();
    else {
      const given =
        opening?.params.protocolVersion ?? (request.headers['mcp-protocol-version'] as string | undefined);
      this.beginExchange(ids, response, given ?? UNSAID_VERSION);
    }
    for (const message of messages) {
      this.onmessage?.(message);
      if (isCancellation(message)) this.awaitNoAnswer(message.params?.requestId as RequestId);
    }
  }

  private beginSession(): void {
    this.sessionId = randomUUID();
    this.onOpened?.(this.sessionId);
  }

  /** Its client may use the id again. What else belongs to the request still has its stream, such as a withdrawn question. */
  private awaitNoAnswer(id: RequestId): void {
    const exchange = this.exchanges.get(id);
    if (exchange && answered(exchange, id)) this.cancelled.set(id, exchange);
  }

  drop(id: RequestId): void {
    const { cancelled, exchanges } = this;
    const exchange = cancelled.get(id);
    if (!exchange) return;
    cancelled.delete(id);
    if (exchanges.get(id) === exchange) exchanges.delete(id);
    if (exchange.unanswered.length > 0 || [...cancelled.values()].includes(exchange)) return;
    this.endStream(exchange.streamId);
  }

  private receiveRequest(request: IncomingMessage, response: ServerResponse, message: JSONRPCRequest): void {
    if (!this.speaksKnownVersion(request, response)) return;
    const version = request.headers['mcp-protocol-version'] as string | undefined;
    this.beginExchange([message.id], response, version ?? UNSAID_VERSION);
    this.onmessage?.(message);
  }

  private mayOpen(messages: readonly JSONRPCMessage[], response: ServerResponse): boolean {
    if (this.sessionId !== undefined) {
      this.reject(response, 400, 'Invalid Request: Server already initialized', INVALID_REQUEST);
    } else if (messages.length > 1) {
      const message = 'Invalid Request: Only one initialization request is allowed';
      this.reject(response, 400, message, INVALID_REQUEST);
    } else return true;
    return false;
  }

  /** @param ids become those it waits for @throws a BodyError */
  private beginExchange(ids: RequestId[], response: ServerResponse, version: string): void {
    if (ids.some((id) => this.exchanges.get(id)?.unanswered.includes(id))) {
      // The answer to the other one could not be told from its own.
      throw bodyError('its `id` is that of a request that still runs', {
        status: 400,
        type: 'message.invalid',
      });
    }
    this.lastStream += 1;
    const exchange: Exchange = { streamId: this.lastStream, unanswered: ids };
    for (const id of ids) this.exchanges.set(id, exchange);
    const stream = this.openStream(exchange.streamId, response);
    // The id lets a client resume the stream even before its first message.
    if (version >= LEGACY_VERSION && this.supported.includes(version)) {
      stream.begin(`id: ${this.events.store(exchange.streamId, '')}\nretry: ${RETRY_MS}\ndata: \n\n`);
    }
  }

  private listen(request: IncomingMessage, response: ServerResponse) {
    if (!accepts(request.headers.accept, 'text/event-stream')) {
      return this.reject(response, 406, 'Not Acceptable: Client must accept text/event-stream');
    }
    if (!this.speaksKnownVersion(request, response)) return;
    const lastEventId = request.headers['last-event-id'] as string | undefined;
    if (lastEventId) return this.resume(lastEventId, response);
    if (this.streams.has(STANDALONE)) {
      return this.reject(response, 409, 'Conflict: Only one SSE stream is allowed per session');
    }
    // Nothing may come for long, so its head does not wait.
    this.openStream(STANDALONE, response).write('');
  }

  private resume(lastEventId: string, response: ServerResponse) {
    const last = this.events.find(lastEventId);
    if (!last) {
      const message = 'This event is not kept any more. Listen again without Last-Event-ID.';
      return this.reject(response, 400, message);
    }
    const { streamId } = last;
    if (this.streams.has(streamId)) {
      return this.reject(response, 409, 'Conflict: Stream already has an active connection');
    }
    const stream = this.openStream(streamId, response);
    for (const { id, data } of this.events.after(last)) if (data) stream.write(eventOf(id, data));
    const isAnswered = ![...this.exchanges.values()].some((exchange) => exchange.streamId === streamId);
    if (streamId !== STANDALONE && isAnswered) this.endStream(streamId);
  }

  /** @returns the event; kept even if no client is listening right now */
  private eventWith(streamId: number, message: JSONRPCMessage): string {
    const data = answerText(message);
    return eventOf(this.events.store(streamId, data), data);
  }

  private say(streamId: number, message: JSONRPCMessage): void {
    const event = this.eventWith(streamId, message);
    this.streams.get(streamId)?.write(event);
  }
}

/**
 * @param silences of the streams of all sessions
 * @param onOpened called with the session id when `initialize` arrives, before it is handled
 */
export function createSessionTransport(
  silences: Silences,
  onOpened?: (sessionId: string) => void,
): SessionTransport {
  return new HttpSessionTransport(silences, onOpened);
}

/** @returns whether it waited for it */
function answered({ unanswered }: Exchange, id: RequestId): boolean {
  const at = unanswered.indexOf(id);
  if (at >= 0) unanswered.splice(at, 1);
  return at >= 0;
}

/** As the SDKs of MCP send it. */
const USUAL_ACCEPT = 'application/json, text/event-stream';

/** Whether the client of a POST reads the answer in either form, as it must. */
export function isAcceptable({ headers: { accept } }: IncomingMessage): boolean {
  if (accept === USUAL_ACCEPT) return true;
  return accepts(accept, 'application/json') && accepts(accept, 'text/event-stream');
}

function isCancellation(message: JSONRPCMessage): message is JSONRPCNotification {
  return 'method' in message && message.method === 'notifications/cancelled';
}

function eventOf(id: number, data: string): string {
  return `event: message\nid: ${id}\ndata: ${data}\n\n`;
}
