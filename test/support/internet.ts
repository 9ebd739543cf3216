// Addresses that lead nowhere from a test: a `fetch` that brings requests for any http or https address to one server on
// this machine, which answers for all of them, and a name service that knows what a test tells it.
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Page {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
}

export interface Internet {
  readonly fetch: typeof fetch;
  resolve(hostname: string): Promise<readonly string[]>;
  /** By full address without query; a function sees the body. What is not there is answered with 404. */
  readonly pages: Map<string, Page | ((body: string) => Page)>;
  /** IP addresses by name; a name that is not there has a public one. */
  readonly names: Map<string, readonly string[]>;
  /** Every address that was asked, method first. */
  readonly asked: string[];
  close(): Promise<void>;
}

const ADDRESS_HEADER = 'x-test-address';
const PUBLIC_IP = '93.184.216.34';

export async function openInternet(): Promise<Internet> {
  const pages: Internet['pages'] = new Map();
  const names: Internet['names'] = new Map();
  const asked: string[] = [];
  const server = http.createServer(async (request, response) => {
    const address = new URL(request.headers[ADDRESS_HEADER] as string);
    address.search = '';
    asked.push(`${request.method} ${address.href}`);
    const found = pages.get(address.href) ?? { status: 404 };
    const { status = 200, headers, body } = typeof found === 'function' ? found(await text(request)) : found;
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    pages,
    names,
    asked,
    async fetch(input, init) {
      const headers = new Headers(init?.headers);
      headers.set(ADDRESS_HEADER, new URL(input instanceof Request ? input.url : input).href);
      return await fetch(origin, { ...init, headers });
    },
    resolve: async (hostname) => names.get(hostname) ?? [PUBLIC_IP],
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
