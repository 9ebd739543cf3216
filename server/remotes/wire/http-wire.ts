// A remote at an address: Streamable HTTP up to 2025-11-25. Messages pass unchanged. The SDK's transport, with its
// schemas and layers of streams, takes several times as long.

import { waitAtMost } from '../../base/deadline.ts';
import { deferred } from '../../base/deferred.ts';
import { messageOf } from '../../errors/error.ts';
import { plainMessagesIn, salvage } from '../odd/json-messages.ts';
import { Refused, readAnswer, readEvents } from './answers.ts';
import { NotDelivered, type RawMessage, type Wire } from './wire.ts';

export interface HttpWireOptions {
  readonly url: string;
  /** Carries the remote's credential. */
  readonly fetch: typeof fetch;
  onMessage(message: RawMessage): void;
  /** The remote sent something other than a message. */
  onStray(text: string): void;
  /** A problem that does not end a call by itself, such as a broken stream that is reopened. */
  onProblem(message: string): void;
}

/** A stream of events, which may span several responses. */
interface Stream {
  lastEventId?: string | undefined;
  /** Whether it can be resumed after a response has ended. */
  isResumable: boolean;
  /** Absent for the stream that belongs to no request. */
  onUnanswered?: (() => void) | undefined;
}

const CLOSE_WAIT_MS = 1000;
/** Retries of a broken stream until something arrives on it again. */
const MAX_RETRIES = 2;
const FIRST_RETRY_MS = 1000;
const RETRY_FACTOR = 1.5;
const EVENT_STREAM = 'text/event-stream';

export async function openHttpWire(options: HttpWireOptions): Promise<Wire> {
  const { url, fetch, onMessage, onStray, onProblem } = options;
  const open = new Set<AbortController>();
  let isClosed = false;
  /** Whether the stream that belongs to no request is open. */
  let isListening = false;
  let sessionId: string | undefined;
  let protocolVersion: string | undefined;
  let serverRetryMs: number | undefined;
  const { promise: ended, resolve: end } = deferred<Error>();

  /** @param read reads the response, which is finished when it resolves */
  async function exchange<T>(
    request: { method: 'POST' | 'GET' | 'DELETE'; headers: Record<string, string>; body?: string },
    read: (response: Response) => Promise<T>,
  ): Promise<T> {
    // A shared controller would collect listeners with every request.
    const controller = new AbortController();
    open.add(controller);
    try {
      const response = await fetch(url, {
        ...request,
        headers: {
          ...request.headers,
          ...(sessionId !== undefined && { 'Mcp-Session-Id': sessionId }),
          ...(protocolVersion !== undefined && { 'MCP-Protocol-Version': protocolVersion }),
        },
        signal: controller.signal,
      });
      return await read(response);
    } finally {
      open.delete(controller);
    }
  }

  /** @throws Refused, NotDelivered */
  async function refuse(response: Response): Promise<never> {
    const refused = new Refused(response.status, await readAnswer(response).catch(() => ''));
    // 404 with a session means that the server no longer knows it, so the message was not processed.
    throw response.status === 404 && sessionId !== undefined ? new NotDelivered(refused) : refused;
  }

  /** @returns whether it contained an answer */
  function receive(data: string): boolean {
    const plain = plainMessagesIn(data);
    const { messages, strays } = plain ? { messages: plain, strays: [] } : salvage(data);
    for (const message of messages) onMessage(message);
    const isAnswer = messages.some(({ method }) => method === undefined);
    // A truncated or damaged answer still ends its call.
    for (const text of messages.length > 0 ? strays : [data]) onStray(text);
    return isAnswer;
  }

  async function follow(response: Response, stream: Stream, attempt = 0): Promise<void> {
    let isAnswered = false;
    let tries = attempt;
    try {
      const body = await readEvents(response, {
        event({ id, event, data }) {
          tries = 0;
          if (id) {
            stream.lastEventId = id;
            stream.isResumable = true;
          }
          // An event without data only carries an id.
          if (!data || (event && event !== 'message')) return;
          isAnswered = receive(data) || isAnswered;
        },
        retry(ms) {
          serverRetryMs = ms;
        },
      });
      // Plain JSON despite its content type.
      if (body !== undefined) isAnswered = receive(body) || isAnswered;
    } catch (error) {
      if (isClosed) return;
      onProblem(`its stream broke: ${messageOf(error)}`);
    }
    if (stream.isResumable && !isAnswered) resumeLater(stream, tries);
    else stream.onUnanswered?.();
  }

  function resumeLater(stream: Stream, attempt: number): void {
    if (isClosed) return;
    if (attempt >= MAX_RETRIES) {
      onProblem('its stream could not be opened again');
      stream.onUnanswered?.();
      return;
    }
    const waitMs = serverRetryMs ?? FIRST_RETRY_MS * RETRY_FACTOR ** attempt;
    setTimeout(() => void listen(stream, attempt + 1), waitMs).unref();
  }

  /** Opens a stream that belongs to no request, or resumes one. */
  async function listen(stream: Stream, attempt = 0): Promise<void> {
    if (isClosed) return;
    try {
      const { lastEventId } = stream;
      const headers = {
        Accept: EVENT_STREAM,
        ...(lastEventId !== undefined && { 'Last-Event-ID': lastEventId }),
      };
      await exchange({ method: 'GET', headers }, async (response) => {
        // A stream that keeps closing without an event is given up only if a request is waiting for it.
        if (response.ok) {
          if (stream.onUnanswered) return await follow(response, stream, attempt);
          isListening = true;
          await follow(response, stream);
          isListening = false;
          return;
        }
        // The server offers no such stream.
        if (response.status !== 405) await refuse(response);
        await readAnswer(response);
        stream.onUnanswered?.();
      });
    } catch (error) {
      if (isClosed) return;
      onProblem(`its stream cannot be opened: ${messageOf(error)}`);
      if (attempt > 0) resumeLater(stream, attempt);
    }
  }

  async function post(message: RawMessage, onUnanswered: (() => void) | undefined): Promise<void> {
    const { id, method } = message;
    const isOpening = method === 'initialize';
    if (isOpening) sessionId = undefined;
    const headers = { 'Content-Type': 'application/json', Accept: `application/json, ${EVENT_STREAM}` };
    await exchange({ method: 'POST', headers, body: JSON.stringify(message) }, async (response) => {
      if (!response.ok) await refuse(response);
      if (isOpening) sessionId = response.headers.get('mcp-session-id') || undefined;
      if (id === undefined || method === undefined) {
        await readAnswer(response);
        const isReady = method === 'notifications/initialized' && response.status === 202;
        if (isReady) void listen({ isResumable: true });
        return;
      }
      if (response.status === 202 && isListening) {
        // The answer may arrive on the stream that belongs to no request.
        await readAnswer(response);
        return;
      }
      const type = response.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
      if (type === EVENT_STREAM) return await follow(response, { isResumable: false, onUnanswered });
      const text = await readAnswer(response);
      if (text.trim() === '') throw new Error(`it answered with HTTP ${response.status} and nothing else`);
      if (receive(text)) return onUnanswered?.();
      throw new Error(`it answered with ${type ?? 'no content type'} and no message`);
    });
  }

  return {
    ended,
    setProtocolVersion(version) {
      protocolVersion = version;
    },
    async send(message, { onUnanswered } = {}) {
      try {
        await post(message, onUnanswered);
      } catch (error) {
        if (!isClosed) onProblem(messageOf(error));
        throw error;
      }
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      if (sessionId !== undefined) {
        const farewell = exchange({ method: 'DELETE', headers: {} }, readAnswer).catch(() => undefined);
        await waitAtMost(CLOSE_WAIT_MS, farewell);
      }
      for (const controller of open) controller.abort();
      end(new Error('its connection was closed'));
    },
  };
}
