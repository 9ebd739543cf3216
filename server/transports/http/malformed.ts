// Requests that Node itself would answer with an empty body before any handler runs: invalid HTTP, and an `Expect`
// header that cannot be met. They get a JSON answer, like every other refusal.
import type { RequestListener, Server, ServerOptions, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { refusalBody, refuse } from './guards.ts';

/** Importing it would read its export `WebSocket` too, which loads all of Node's `fetch`: 40 ms (24.21). */
const http = process.getBuiltinModule('node:http');

/** HTTP status by Node's error code; anything else is 400. */
const STATUSES: Readonly<Record<string, readonly [status: number, message: string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'The headers of the request are too large.'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, 'The chunk extensions of the body are too large.'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'The request did not arrive in time.'],
};

/** Of a connection: the answer that is being sent on it. On the connection itself, because it changes twice with each request. */
const ANSWERING = Symbol('answering');

type Connection = Duplex & { [ANSWERING]?: ServerResponse | undefined };

/** A server that refuses everything in JSON. A request without a Host reaches the listener, which refuses it. */
export function createJsonServer(options: ServerOptions, listener: RequestListener): Server {
  /** One for all: it is called for each request. */
  function forget(this: ServerResponse): void {
    const socket: Connection = this.req.socket;
    if (socket[ANSWERING] === this) socket[ANSWERING] = undefined;
  }
  const server = http.createServer({ ...options, requireHostHeader: false }, (request, response) => {
    const socket: Connection = request.socket;
    socket[ANSWERING] = response;
    response.on('close', forget);
    listener(request, response);
  });
  server.on('checkExpectation', (_request, response) =>
    refuse(response, 417, 'Expect may say `100-continue` and nothing else.'),
  );
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Connection) => {
    // In the middle of a response, this text would be read as part of it.
    if (!socket.writable || socket[ANSWERING]?.headersSent) return void socket.destroy();
    const [status, message] = STATUSES[error.code ?? ''] ?? [400, 'This is not a valid HTTP request.'];
    const body = refusalBody(message);
    const lines = [
      `HTTP/1.1 ${status} ${http.STATUS_CODES[status]}`,
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
    ];
    socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
  });
  return server;
}
