// How requests to remotes leave: through the person's proxy, to servers their system trusts, and never with a credential
// to another origin.
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { startFakeAzure } from '../support/fake-azure.ts';
import { test as base, expect } from '../support/fixtures.ts';
import {
  type Admission,
  createGuardedRemote,
  type GuardedRemote,
  type SeenRequest,
  serveGuarded,
} from '../support/guarded-remote.ts';
import { textOf } from '../support/patchbay.ts';
import { openSession } from '../support/raw-http.ts';
import { httpTable } from '../support/remotes.ts';

interface Served extends GuardedRemote {
  readonly url: string;
}

interface Fixtures {
  serve(admit: (request: SeenRequest) => Admission): Promise<Served>;
  /** Starts Patchbay with this table as `guarded` and calls its `echo`. */
  echo(table: string): Promise<string>;
}

const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names a fixture needs from this pattern
  serve: async ({}, use) => {
    const closing: (() => Promise<void>)[] = [];
    await use(async (admit) => {
      const remote = createGuardedRemote(admit);
      const { url, close } = await serveGuarded(remote);
      closing.push(close);
      return { ...remote, url };
    });
    for (const close of closing) await close();
  },
  echo: async ({ home, model, http: start }, use) => {
    await use(async (table) => {
      home.writeConfig({ baseUrl: model.baseUrl, extra: table });
      const session = await openSession(await start(['--standalone', '--no-auth']));
      const params = { name: 'mcp__guarded__echo', arguments: { text: 'hi' } };
      return textOf((await session.ask('tools/call', params)).result);
    });
  },
});

const letIn = (): Admission => ({ status: 200 });
const SECRETS = `http_headers = { Authorization = "Bearer secret-of-config", "X-Key" = "another-secret" }`;

for (const status of [301, 302, 303, 307, 308]) {
  test(`a redirect (${status}) to another origin is not followed, and is named`, async ({ serve, echo }) => {
    const elsewhere = await serve(letIn);
    const remote = await serve(() => ({ status, headers: { Location: elsewhere.url } }));
    const said = await echo(httpTable('guarded', remote.url, SECRETS));
    expect(said).toContain(`redirects to ${elsewhere.url}`);
    expect(said).not.toContain('secret');
    expect(remote.seen.length).toBeGreaterThan(0);
    expect(elsewhere.seen).toEqual([]);
  });
}

test('a redirect within the origin is followed with all headers', async ({ serve, echo }) => {
  const remote = await serve(letIn);
  const moved = http.createServer((request, response) => {
    if (request.url === '/new') return remote.listener(request, response);
    request.resume();
    response.writeHead(307, { Location: '/new' }).end();
    return undefined;
  });
  await new Promise<void>((resolve) => moved.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(moved.address() as AddressInfo).port}/old`;
  expect(await echo(httpTable('guarded', url, SECRETS))).toBe('echo: hi');
  for (const { headers } of remote.seen) {
    expect(headers).toMatchObject({ authorization: 'Bearer secret-of-config', 'x-key': 'another-secret' });
  }
  moved.closeAllConnections();
  moved.close();
});

test('a redirect loop ends', async ({ serve, echo }) => {
  const remote = await serve(() => ({ status: 307, headers: { Location: '/mcp' } }));
  expect(await echo(httpTable('guarded', remote.url))).toContain('redirects to');
  expect(remote.seen.length).toBeLessThan(50);
});

test('the output of the headers helper is used until it is refused, then the helper runs once more', async ({
  serve,
  echo,
}) => {
  const remote = await serve(({ token }) => ({ status: token === '2' ? 200 : 401 }));
  const helper = `echo x >> runs; n=$(wc -l < runs); echo "{\\"Authorization\\":\\"Bearer $((n))\\"}"`;
  const table = httpTable('guarded', remote.url, `http_headers_helper = ${JSON.stringify(helper)}`);
  expect(await echo(table)).toBe('echo: hi');
  expect(remote.seen.map(({ token }) => token).filter((token) => token === '1').length).toBe(1);
  expect(new Set(remote.seen.map(({ token }) => token))).toEqual(new Set(['1', '2']));
});

test('the output of the headers helper is never in the log', async ({ home, serve, echo }) => {
  const secret = 'plain-words-of-a-helper';
  const remote = await serve(({ token }) => ({ status: 307, headers: { Location: `/${token}` } }));
  const helper = `echo '{"Authorization":"Bearer ${secret}"}'`;
  const table = httpTable('guarded', remote.url, `http_headers_helper = ${JSON.stringify(helper)}`);
  expect(await echo(table)).toContain('redirects to');
  expect(remote.seen[0]?.token).toBe(secret);
  const folder = path.join(home.patchbayHome, 'logs');
  const logs = fs.readdirSync(folder).map((file) => fs.readFileSync(path.join(folder, file), 'utf8'));
  expect(logs.join('')).toContain('redirects to');
  expect(logs.join('')).not.toContain(secret);
});

test('a remote behind a proxy is reached when the system trusts it, and not when it does not', async ({
  home,
  echo,
}) => {
  const remote = createGuardedRemote(letIn);
  const azure = await startFakeAzure(home, { names: ['mcp.example.com'], server: remote.listener });
  const { HTTPS_PROXY = '', SSL_CERT_FILE = '' } = azure.env.common;
  const table = httpTable('guarded', 'https://mcp.example.com/mcp', SECRETS);
  Object.assign(home.env, { https_proxy: HTTPS_PROXY });
  expect(await echo(table)).toMatch(
    /could not be reached at mcp\.example\.com: its certificate is not trusted here\..*SSL_CERT_FILE/,
  );
  expect(remote.seen).toEqual([]);
  Object.assign(home.env, { SSL_CERT_FILE });
  expect(await echo(table)).toBe('echo: hi');
  expect(new Set(azure.proxied)).toEqual(new Set(['mcp.example.com:443']));
  await azure.close();
});

test('addresses of this machine are reached without the proxy', async ({ home, serve, echo }) => {
  const remote = await serve(letIn);
  Object.assign(home.env, { HTTP_PROXY: 'http://127.0.0.1:9' });
  expect(await echo(httpTable('guarded', remote.url))).toBe('echo: hi');
});

test('an invalid proxy address is named with its variable', async ({ home, echo }) => {
  Object.assign(home.env, { HTTPS_PROXY: 'not an address' });
  const said = await echo(httpTable('guarded', 'https://mcp.example.com/mcp'));
  expect(said).toContain('The proxy of HTTPS_PROXY or HTTP_PROXY cannot be used');
});
