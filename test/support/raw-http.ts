// An HTTP client that sends whatever a test wants, well-formed or not, and shows exactly what comes back. No
// connection is used twice, so that nothing of one request is left for the next.
import http, { type IncomingHttpHeaders } from 'node:http';
import { eventually } from './processes.ts';

// biome-ignore lint/suspicious/noExplicitAny: a test states the shape that it expects
export type Json = any;

type Headers = Record<string, string | string[] | undefined>;

export interface RawRequest {
  readonly method?: string;
  /** What stands behind the method, instead of the path of the URL. */
  readonly target?: string;
  /** `undefined` leaves a header out. */
  readonly headers?: Headers;
  /** An object is sent as JSON, text and bytes as they are. */
  readonly body?: object | string | Buffer;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** Of an event stream: the first answer in it. Else the parsed body, or undefined when it is no JSON. */
  readonly json: Json;
}

export interface SseEvent {
  readonly id?: string;
  /** Parsed; undefined for an event without data. */
  readonly message: Json;
}

/** A response while it still comes. */
export interface OpenAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Everything received so far, comments of an event stream included. */
  text(): string;
  /** The complete events so far. */
  events(): SseEvent[];
  /** The first event that fits, as soon as it is there. */
  event(fits: (event: SseEvent) => boolean): Promise<SseEvent>;
  hasEnded(): boolean;
  /** Cuts the connection. */
  cut(): void;
}

/** Sends a request and reads the answer to its end. */
export async function send(url: string, request: RawRequest = {}): Promise<RawAnswer> {
  const answer = await open(url, request);
  await eventually(() => answer.hasEnded(), {
    describe: () => `the answer does not end: ${answer.text()}`,
  });
  const text = answer.text();
  const isStream = answer.headers['content-type']?.startsWith('text/event-stream');
  const json = isStream
    ? answer.events().find(({ message }) => message?.id !== undefined)?.message
    : parsed(text);
  return { status: answer.status, headers: answer.headers, text, json };
}

/** Sends a request and gives the answer as soon as its headers are there. */
export function open(url: string, request: RawRequest = {}): Promise<OpenAnswer> {
  const { method = 'GET', body } = request;
  const isRaw = body === undefined || typeof body === 'string' || Buffer.isBuffer(body);
  const bytes = isRaw ? body : JSON.stringify(body);
  const given: Headers = { ...(isRaw ? {} : { 'Content-Type': 'application/json' }), ...request.headers };
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(given)) if (value !== undefined) headers[name] = value;
  return new Promise((resolve, reject) => {
    const outgoing = http.request(
      url,
      { method, headers, agent: false, ...(request.target && { path: request.target }) },
      (response) => {
        let text = '';
        let hasEnded = false;
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('error', () => undefined);
        response.on('close', () => {
          hasEnded = true;
        });
        const events = () => eventsIn(text);
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: () => text,
          events,
          event: (fits) => eventually(() => events().find(fits), { describe: () => `not among: ${text}` }),
          hasEnded: () => hasEnded,
          cut: () => response.destroy(),
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(bytes);
  });
}

/** One session over HTTP, spoken by hand. */
export interface RawSession {
  readonly id: string;
  /** Of this session's requests: token, session id, version and content types. */
  readonly headers: Record<string, string>;
  /** Posts one message and gives the answer as soon as its headers are there. */
  post(message: object): Promise<OpenAnswer>;
  /** Posts a request and gives the JSON-RPC answer to it. */
  ask(method: string, params?: object, id?: number | string): Promise<Json>;
  /** Opens a GET stream; it resumes another one after the event with this id. */
  listen(lastEventId?: string): Promise<OpenAnswer>;
  end(): Promise<RawAnswer>;
}

export const acceptBoth = { Accept: 'application/json, text/event-stream' };

export function bearer(token: string): { Authorization?: string } {
  return token ? { Authorization: `Bearer ${token}` } : {};
}

export function initializeRequest(name = 'raw-client', capabilities: object = {}): object {
  const clientInfo = { name, version: '1.0.0' };
  return {
    jsonrpc: '2.0',
    id: 'initialize',
    method: 'initialize',
    params: { protocolVersion: '2025-11-25', capabilities, clientInfo },
  };
}

/** Posts an initialize request and gives the whole answer. */
export function postInitialize(
  server: { url: string; token: string },
  capabilities?: object,
): Promise<RawAnswer> {
  const headers = { ...bearer(server.token), ...acceptBoth };
  return send(server.url, { method: 'POST', headers, body: initializeRequest('raw-client', capabilities) });
}

/** Opens a session as a client of MCP 2025-11-25 does. */
export async function openSession(
  server: { url: string; token: string },
  capabilities?: object,
): Promise<RawSession> {
  const answer = await postInitialize(server, capabilities);
  const id = answer.headers['mcp-session-id'];
  if (typeof id !== 'string') throw new Error(`no session: ${answer.status} ${answer.text}`);
  const headers = {
    ...bearer(server.token),
    ...acceptBoth,
    'Mcp-Session-Id': id,
    'MCP-Protocol-Version': '2025-11-25',
  };
  let lastId = 1000;
  const post = (message: object) =>
    open(server.url, { method: 'POST', headers, body: { jsonrpc: '2.0', ...message } });
  await post({ method: 'notifications/initialized' });
  return {
    id,
    headers,
    post,
    async ask(method, params, requestId) {
      lastId += 1;
      const asked = requestId ?? lastId;
      const stream = await post({ id: asked, method, ...(params && { params }) });
      return (await stream.event(({ message }) => message?.id === asked && !message.method)).message;
    },
    listen: (lastEventId) =>
      open(server.url, {
        headers: { ...headers, Accept: 'text/event-stream', 'Last-Event-ID': lastEventId },
      }),
    end: () => send(server.url, { method: 'DELETE', headers }),
  };
}

function eventsIn(text: string): SseEvent[] {
  const blocks = text.split('\n\n').slice(0, -1);
  return blocks.flatMap((block) => {
    const fields = new Map(
      block.split('\n').map((line): [string, string] => {
        const [, name = '', value = ''] = /^(.*?): ?(.*)$/.exec(line) ?? [];
        return [name, value];
      }),
    );
    const id = fields.get('id');
    const data = fields.get('data');
    if (data === undefined) return [];
    return [{ ...(id !== undefined && { id }), message: data === '' ? undefined : JSON.parse(data) }];
  });
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
