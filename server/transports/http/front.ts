// The HTTP server, up to what it serves. It listens before that is loaded, which takes most of the time of a start. Host and
// Origin are looked at first, always. What passes waits until it can be served, except for `/healthz` and for an `initialize`
// with a valid token whose answer is known.
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deferred } from '../../base/deferred.ts';
import type { Verified } from '../../config/client-tokens.ts';
import { hostNotAvailable, portInUse } from '../../errors/http.ts';
import type { Logger } from '../../logging/logger.ts';
import { guardHostAndOrigin, guardPrincipal, readTarget, refuse } from './guards.ts';
import { createJsonServer } from './malformed.ts';
import { type Door, plainPosts } from './plain-posts.ts';
import { isPatchbay, ownerOfPort, sayHealthy } from './port-owner.ts';
import { type EarlySession, openEarly } from './sessions/early-sessions.ts';
import { createSilences } from './sessions/event-stream.ts';

export interface FrontOptions {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  readonly allowHosts: readonly string[];
  readonly allowOrigins: readonly string[];
  identify(token: string | undefined): Verified | undefined;
  /** Called for a request without a valid token. @param client the name it gives itself */
  onRefused?: ((client: string) => void) | undefined;
  /** Whether clients are introduced to the server as usual, so that it need not be there for that. */
  readonly isUsual?: boolean | undefined;
  readonly logger: Logger;
}

/** What is served. */
export interface Served {
  serve: Door['serve'];
  /** Takes the requests that are not plain (plain-posts.ts). */
  readonly others: RequestListener;
  /** Takes over a session that was opened before. */
  adopt(early: EarlySession): Promise<void>;
  /** Ends what is still open. */
  close(): Promise<void>;
}

export interface Front {
  readonly door: Door;
  /** Where clients point: `http://HOST:PORT/mcp`. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** Of web pages that may read the answers. */
  readonly allowOrigins: readonly string[];
  /** Resolves when a request is there that waits, or has been answered. */
  readonly asked: Promise<void>;
  /** From now on requests are served, those that wait too. */
  serve(served: Served): Promise<void>;
  /** Requests that still wait are refused. Calling it twice is harmless. */
  close(): Promise<void>;
}

/** Above the idle time of common clients' connection pools, so that they close first. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000;
/** Connections that wait to be accepted: many sessions may begin their calls at once. */
const BACKLOG = 4096;
/** So many sessions are opened before the server is there. It has a limit of its own, which is much higher. */
const MOST_EARLY = 64;

/** @throws port-in-use, host-not-available */
export async function openFront(options: FrontOptions): Promise<Front> {
  const { host, allowOrigins, logger } = options;
  const early: EarlySession[] = [];
  const silences = createSilences();
  const asked = deferred<void>();
  const waiting: ReturnType<typeof deferred<Served>>[] = [];
  let isClosed = false;
  /** Takes requests as soon as those that waited have been let through. */
  let served: Served | undefined;
  let behind: Served | undefined;
  let opensEarly = options.isUsual === true;

  async function waitToServe(response: ServerResponse, pass: (served: Served) => unknown): Promise<void> {
    asked.resolve();
    const turn = deferred<Served>();
    if (isClosed) turn.reject(new Error('closed'));
    else waiting.push(turn);
    let now: Served;
    try {
      now = await turn.promise;
    } catch {
      return refuse(response, 503, 'Patchbay could not start. It says why where it was started.');
    }
    // Its client may be gone by now.
    if (!response.closed) await pass(now);
  }

  const door: Door = {
    path: /^\/mcp(?:\/([\w-]+))?$/,
    guardHost: guardHostAndOrigin([host, ...options.allowHosts], allowOrigins),
    guardPrincipal: guardPrincipal(options.identify, options.onRefused),
    serve(request, response, about) {
      if (served) return served.serve(request, response, about);
      const session =
        opensEarly && early.length < MOST_EARLY && openEarly(request, response, about, silences);
      if (!session) return waitToServe(response, (now) => now.serve(request, response, about));
      early.push(session);
      asked.resolve();
    },
    logger,
  };
  const others: RequestListener = (request, response) => {
    if (served) return served.others(request, response);
    if (!door.guardHost(request, response)) return;
    if (asksForHealth(request)) return sayHealthy(response);
    void waitToServe(response, (now) => now.others(request, response));
  };
  // Web pages need headers of their own with every answer.
  const take = allowOrigins.length > 0 ? others : plainPosts(door, others);
  const server = createJsonServer({ keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS }, (request, response) =>
    readTarget(request)
      ? take(request, response)
      : refuse(response, 400, 'The target is no path and no URL.'),
  );
  const { port } = await listen(server, options);

  async function close(): Promise<void> {
    const closed = new Promise((resolve) => server.close(resolve));
    isClosed = true;
    for (const turn of waiting.splice(0)) turn.reject(new Error('closed'));
    await behind?.close();
    // Refusals are written by now.
    await new Promise((resolve) => setImmediate(resolve));
    server.closeAllConnections();
    await closed;
  }
  let closing: Promise<void> | undefined;
  return {
    door,
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}/mcp`,
    host,
    port,
    allowOrigins,
    asked: asked.promise,
    async serve(now) {
      opensEarly = false;
      behind = now;
      await Promise.all(early.splice(0).map(now.adopt));
      // One after the other, as they came: a notification is handled before the request that follows it.
      for (let turn = waiting.shift(); turn; turn = waiting.shift()) {
        turn.resolve(now);
        await new Promise((resolve) => setImmediate(resolve));
      }
      served = now;
    },
    close() {
      closing ??= close();
      return closing;
    },
  };
}

/** A web page waits instead: it may read the answer only with headers that are not known here. */
function asksForHealth({ method, url, headers }: IncomingMessage): boolean {
  const asks = (method === 'GET' || method === 'HEAD') && url?.split('?')[0] === '/healthz';
  return asks && headers.origin === undefined;
}

function listen(server: Server, { host, port }: { host: string; port: number }): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('listening', () => resolve(server.address() as AddressInfo));
    server.once('error', async (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') return reject(hostNotAvailable(host, error));
      const [byPatchbay, owner] = await Promise.all([isPatchbay(host, port), ownerOfPort(port)]);
      reject(portInUse(port, byPatchbay, owner));
    });
    server.listen({ port, host, backlog: BACKLOG });
  });
}
