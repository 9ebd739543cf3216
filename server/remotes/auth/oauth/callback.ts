// The address the browser is sent back to: a listener on loopback that lives as long as one sign-in, accepts one
// answer with the right `state` in the query or a form (`form_post`), and shows a page that says what to do next.
// Other requests leave the sign-in waiting. Nobody else knows the state, so a request that has it is the answer,
// usable or not.
import { timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { rejectOn } from '../../../base/deadline.ts';
import { deferred } from '../../../base/deferred.ts';
import { isLoopback } from '../../../base/loopback.ts';
import { readWhole } from '../../../base/read-whole.ts';
import { callbackPortInUse, callbackUrlRefused } from '../../../errors/sign-in.ts';

export interface Callback {
  /** The addresses of this listener; the first is preferred. */
  readonly redirectUrls: readonly [string, ...string[]];
  /** The parameters of the answer. @throws the signal's reason */
  answer(signal: AbortSignal): Promise<URLSearchParams>;
  /** Accepts an answer that a person copied from their browser. @returns whether it belongs to this sign-in */
  take(address: string): boolean;
  close(): void;
}

export interface CallbackOptions {
  /** The remote's name, for messages. */
  readonly name: string;
  /** An http address on loopback; without a port, or with 0, a free port is used. */
  readonly url: string | undefined;
  readonly port: number | undefined;
  /** Ports to try if none is requested. */
  readonly preferredPort: number | undefined;
  readonly state: string;
}

const DEFAULT_URL = 'http://127.0.0.1/callback';
const FORM = 'application/x-www-form-urlencoded';
const MAX_FORM_BYTES = 65_536;

/** @throws callback-port-in-use, callback-url-refused */
export async function listenForCallback(options: CallbackOptions): Promise<Callback> {
  const wanted = parseUrl(options.url ?? DEFAULT_URL);
  const { servers, port } = await listen(wanted, options);
  const redirects = namesFor(wanted, options).map((hostname) => {
    const redirect = new URL(wanted);
    redirect.hostname = hostname;
    redirect.port = String(port);
    return redirect;
  }) as [URL, ...URL[]];
  const [{ pathname }] = redirects;
  const hosts = redirects.map(({ host }) => host);
  const answered = deferred<URLSearchParams>();

  function takeParameters(parameters: URLSearchParams): boolean {
    // A parameter may occur only once (RFC 6749 §3.1).
    const [state = '', ...more] = parameters.getAll('state');
    const isOurs = more.length === 0 && isSame(state, options.state);
    if (isOurs) answered.resolve(parameters);
    return isOurs;
  }

  async function respondTo(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const url =
      URL.canParse(request.url ?? '', redirects[0].href) && new URL(request.url ?? '', redirects[0]);
    // A page of another site must not reach us under its own host name (DNS rebinding).
    if (!url || url.pathname !== pathname || !hosts.includes(request.headers.host ?? '')) {
      return respond(response, 404, 'Not found.');
    }
    // A browser that only prefetches shows the answer to nobody, and requests it again.
    if (/prefetch|prerender/.test(`${request.headers['sec-purpose']} ${request.headers['purpose']}`)) {
      return respond(response, 503, 'Not before it is shown.');
    }
    const parameters = await parametersOf(request, url);
    if (!parameters)
      return respond(response, 405, 'This address takes the answer to a sign-in.', { Allow: 'GET, POST' });
    if (!takeParameters(parameters)) {
      return respond(response, 400, 'This is not an answer to a sign-in that waits here.');
    }
    if (!isOneAnswer(parameters)) {
      return respond(
        response,
        400,
        'This answer cannot be used: the sign-in has failed. You can close this window.',
      );
    }
    respond(
      response,
      200,
      parameters.has('code')
        ? 'Patchbay goes on from here. You can close this window.'
        : 'The sign-in was refused. You can close this window.',
    );
  }

  for (const server of servers) {
    server.on('request', (request, response) => {
      respondTo(request, response).catch(() => response.destroy());
    });
  }

  return {
    redirectUrls: redirects.map(({ href }) => href) as [string, ...string[]],
    take(address) {
      if (!URL.canParse(address)) return false;
      const url = new URL(address);
      return hosts.includes(url.host) && url.pathname === pathname && takeParameters(url.searchParams);
    },
    async answer(signal) {
      return await Promise.race([rejectOn(signal), answered.promise]);
    },
    close() {
      for (const server of servers) server.close();
      // Let the page arrive first.
      setTimeout(() => {
        for (const server of servers) server.closeAllConnections();
      }, 500).unref();
    },
  };
}

/** Whether the answer has exactly one code or one error (RFC 6749 §3.1, §4.1.2). */
export function isOneAnswer(parameters: URLSearchParams): boolean {
  const answers = [...parameters.getAll('code'), ...parameters.getAll('error')];
  return answers.length === 1 && answers[0] !== '';
}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' || !isLoopback(url.hostname) || url.search || url.hash) {
    throw callbackUrlRefused(text);
  }
  return url;
}

/** If no address is configured, `localhost` is offered too, for servers that accept no other name. */
function namesFor({ hostname }: URL, { url }: CallbackOptions): readonly string[] {
  return url === undefined ? [hostname, 'localhost'] : [hostname];
}

async function listen(
  wanted: URL,
  options: CallbackOptions,
): Promise<{ servers: readonly http.Server[]; port: number }> {
  const asked = options.port ?? Number(wanted.port);
  const host = wanted.hostname === '[::1]' ? '::1' : '127.0.0.1';
  const tries = asked > 0 ? [asked] : [...(options.preferredPort ? [options.preferredPort] : []), 0];
  for (const wish of tries) {
    const server = await listenAt(wish, host);
    if (!server) continue;
    const { port } = server.address() as AddressInfo;
    // A browser may resolve `localhost` to the other loopback address; if that is not available, it uses this one.
    const isBoth = namesFor(wanted, options).includes('localhost');
    const other = isBoth ? await listenAt(port, '::1') : undefined;
    return { servers: other ? [server, other] : [server], port };
  }
  throw callbackPortInUse(options.name, asked);
}

async function listenAt(port: number, host: string): Promise<http.Server | undefined> {
  const server = http.createServer({ requestTimeout: 10_000, maxHeaderSize: 32_768 });
  server.listen(port, host);
  return await once(server, 'listening').then(
    () => server,
    () => undefined,
  );
}

/** @returns undefined if it is not the request of a returning browser */
async function parametersOf(request: http.IncomingMessage, url: URL): Promise<URLSearchParams | undefined> {
  if (request.method === 'GET') return url.searchParams;
  if (request.method !== 'POST' || !request.headers['content-type']?.startsWith(FORM)) return undefined;
  const body = await readWhole(request, MAX_FORM_BYTES, () => new Error('too large'));
  return new URLSearchParams(body.toString());
}

function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function respond(
  response: http.ServerResponse,
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    Connection: 'close',
    ...headers,
  });
  response.end(
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Patchbay</title>` +
      `<style>body{font:16px system-ui;margin:20vh auto;max-width:30em;text-align:center;color-scheme:light dark}</style>` +
      `<p>${text}</p></html>`,
  );
}
