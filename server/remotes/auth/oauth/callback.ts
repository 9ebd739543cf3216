// The address the browser is sent back to: a listener on loopback that lives as long as one sign-in, takes one answer
// with the right `state`, and shows a page that says what to do now.
import { timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { callbackPortInUse, callbackUrlRefused } from '../../../errors.ts';

export interface Callback {
  readonly redirectUrl: string;
  /** The parameters of the answer. @throws the signal's reason */
  answer(signal: AbortSignal): Promise<URLSearchParams>;
  /** An answer a person copied from their browser. @returns whether it is one of this sign-in */
  take(address: string): boolean;
  close(): void;
}

export interface CallbackOptions {
  /** For messages. */
  readonly name: string;
  /** An http address on loopback; without a port, or with 0, a free one is taken. */
  readonly url: string | undefined;
  readonly port: number | undefined;
  /** Tried when no port is asked for. */
  readonly preferredPort: number | undefined;
  readonly state: string;
}

const DEFAULT_URL = 'http://127.0.0.1/callback';
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** @throws callback-port-in-use, callback-url-refused */
export async function listenForCallback(options: CallbackOptions): Promise<Callback> {
  const wanted = parseUrl(options.url ?? DEFAULT_URL);
  const server = http.createServer({ requestTimeout: 10_000, maxHeaderSize: 32_768 });
  const port = await listen(server, wanted, options);
  const redirect = new URL(wanted);
  redirect.port = String(port);
  let settle: (parameters: URLSearchParams) => void = () => undefined;
  const answered = new Promise<URLSearchParams>((resolve) => {
    settle = resolve;
  });

  function takeParameters(parameters: URLSearchParams): boolean {
    const isOurs = isSame(parameters.get('state') ?? '', options.state);
    if (isOurs) settle(parameters);
    return isOurs;
  }

  server.on('request', (request, response) => {
    const url = URL.canParse(request.url ?? '', redirect.href) && new URL(request.url ?? '', redirect);
    const isHere = url && request.method === 'GET' && url.pathname === redirect.pathname;
    // A page of another site must not reach us under a name of its own.
    if (!isHere || request.headers.host !== redirect.host) return void respond(response, 404, 'Not found.');
    if (!takeParameters(url.searchParams)) {
      return void respond(response, 400, 'This is not an answer to a sign-in that waits here.');
    }
    const isGranted = url.searchParams.has('code');
    respond(
      response,
      200,
      isGranted
        ? 'Patchbay goes on from here. You can close this window.'
        : 'The sign-in was refused. You can close this window.',
    );
  });

  return {
    redirectUrl: redirect.href,
    take(address) {
      if (!URL.canParse(address)) return false;
      const url = new URL(address);
      return (
        url.host === redirect.host && url.pathname === redirect.pathname && takeParameters(url.searchParams)
      );
    },
    async answer(signal) {
      signal.throwIfAborted();
      const aborted = once(signal, 'abort').then(() => {
        throw signal.reason;
      });
      return await Promise.race([answered, aborted]);
    },
    close() {
      server.close();
      // The page must still arrive.
      setTimeout(() => server.closeAllConnections(), 500).unref();
    },
  };
}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' || !LOOPBACK.test(url.hostname) || url.search || url.hash) {
    throw callbackUrlRefused(text);
  }
  return url;
}

async function listen(server: http.Server, wanted: URL, options: CallbackOptions): Promise<number> {
  const asked = options.port ?? Number(wanted.port);
  const host = wanted.hostname === '[::1]' ? '::1' : '127.0.0.1';
  const tries = asked > 0 ? [asked] : [...(options.preferredPort ? [options.preferredPort] : []), 0];
  for (const port of tries) {
    server.listen(port, host);
    const isListening = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (isListening) return (server.address() as AddressInfo).port;
  }
  throw callbackPortInUse(options.name, asked);
}

function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function respond(response: http.ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    Connection: 'close',
  });
  response.end(
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Patchbay</title>` +
      `<style>body{font:16px system-ui;margin:20vh auto;max-width:30em;text-align:center;color-scheme:light dark}</style>` +
      `<p>${text}</p></html>`,
  );
}
