// HTTP before the server is loaded. The front and the host run in this process, so that a request surely comes before,
// or after. Whoever asks cannot tell.
import net from 'node:net';
import {
  DEFAULT_NEGOTIATED_PROTOCOL_VERSION,
  localhostAllowedHostnames,
  SUPPORTED_PROTOCOL_VERSIONS,
} from '@modelcontextprotocol/server';
import { LOOPBACK_HOSTS } from '../../server/base/loopback.ts';
import { HANDSHAKE_VERSIONS, UNSAID_VERSION } from '../../server/base/mcp-versions.ts';
import { openTokenStore } from '../../server/config/client-tokens.ts';
import { resolvePaths } from '../../server/config/paths.ts';
import { openPrincipalsFile } from '../../server/config/principals-file.ts';
import { defaultCeiling } from '../../server/contract/ceiling.ts';
import type { Host } from '../../server/host/host.ts';
import { startHost } from '../../server/host/start-host.ts';
import { silentLogger } from '../../server/logging/silent.ts';
import { isUsualHome } from '../../server/start/usual-home.ts';
import { type Front, openFront } from '../../server/transports/http/front.ts';
import { type HttpOptions, type HttpServer, serveHttp } from '../../server/transports/http/server.ts';
import { test as base, expect } from '../support/fixtures.ts';
import { runPatchbay } from '../support/patchbay.ts';
import { eventually } from '../support/processes.ts';
import { acceptBoth, initializeRequest, open, type RawRequest, send } from '../support/raw-http.ts';

interface Place {
  readonly host: Host;
  /** Of two clients. */
  readonly tokens: readonly [string, string];
  /** Listens, with nothing behind it. */
  front(): Promise<Front>;
  serve(front: Front, options?: Partial<HttpOptions>): Promise<HttpServer>;
  revoke(): void;
  /** The first client may not use the Codex tools any more. */
  limit(): void;
}

const test = base.extend<{ place: Place }>({
  place: async ({ home }, use) => {
    const paths = resolvePaths({ env: home.env });
    const host = startHost({
      paths,
      env: home.env,
      logger: silentLogger,
      approvalDeadlineMs: 600_000,
      ownAddresses: () => [],
    });
    const store = openTokenStore(paths.tokensFile);
    const fronts: Front[] = [];
    await use({
      host,
      tokens: [store.add('one'), store.add('two')],
      async front() {
        const front = await openFront({
          host: '127.0.0.1',
          port: 0,
          allowHosts: [],
          allowOrigins: [],
          identify: (token) => (token === undefined ? undefined : store.verify(token, defaultCeiling)),
          isUsual: isUsualHome(paths),
          logger: silentLogger,
        });
        fronts.push(front);
        return front;
      },
      serve: (front, options) =>
        serveHttp(front, {
          isKnown: (id) => store.list().some((token) => token.id === id),
          endForgotten: () => undefined,
          openSession: (principal, scope) => host.openSession(principal, { transport: 'http', scope }),
          remotes: host.remotes,
          limits: host.limits,
          logger: silentLogger,
          ...options,
        }),
      revoke: () => void store.revoke('one'),
      limit() {
        const { id } = store.list()[0] as { id: string };
        openPrincipalsFile(paths.principalsFile).change(id, { limits: { codexTools: false } });
      },
    });
    await Promise.all(fronts.map((front) => front.close()));
    await host.close();
  },
});

const clientInfo = { name: 'raw-client', version: '1.0.0' };
const opening = (params: object, others: object = {}) => ({
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo, ...params },
  ...others,
});
const ping = { jsonrpc: '2.0', id: 1, method: 'ping' };
const modern = {
  jsonrpc: '2.0',
  id: 1,
  method: 'server/discover',
  params: {
    _meta: {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientInfo': clientInfo,
      'io.modelcontextprotocol/clientCapabilities': {},
    },
  },
};
const apps = { extensions: { 'io.modelcontextprotocol/ui': { mimeTypes: ['text/html;profile=mcp-app'] } } };

/** Those that are answered before the server is there. */
const early: Readonly<Record<string, RawRequest>> = {
  ...Object.fromEntries(
    [...HANDSHAKE_VERSIONS, '1999-01-01', ''].map((version) => [
      `an initialize of version ${version}`,
      { body: opening({ protocolVersion: version }) },
    ]),
  ),
  'an initialize with a text as id': { body: initializeRequest() },
  'an initialize with usual capabilities': {
    body: opening({
      capabilities: { roots: { listChanged: true }, sampling: {}, elicitation: { form: {} } },
    }),
  },
  'an initialize with the version in a header': {
    body: opening({}),
    headers: { 'MCP-Protocol-Version': '2025-06-18' },
  },
  'a look whether it is there': { target: '/healthz', method: 'GET' },
};

/** Those that wait for the server, or are refused at once. */
const others: Readonly<Record<string, RawRequest>> = {
  'no token': { body: opening({}), headers: { Authorization: undefined } },
  'a wrong token': { body: opening({}), headers: { Authorization: 'Bearer pb_wrong' } },
  'no bearer token': { body: opening({}), headers: { Authorization: 'Basic eDp5' } },
  'a foreign Host': { body: opening({}), headers: { Host: 'evil.example' } },
  'a foreign Origin': { body: opening({}), headers: { Origin: 'https://evil.example' } },
  'an Accept without streams': { body: opening({}), headers: { Accept: 'application/json' } },
  'no Accept': { body: opening({}), headers: { Accept: undefined } },
  'another content type': { body: JSON.stringify(opening({})), headers: { 'Content-Type': 'text/plain' } },
  'no content type': { body: JSON.stringify(opening({})) },
  'a body without a length': { body: opening({}), headers: { 'Transfer-Encoding': 'chunked' } },
  'bad JSON': { body: '{', headers: { 'Content-Type': 'application/json' } },
  'no body': { body: '', headers: { 'Content-Type': 'application/json' } },
  'a text': { body: '"initialize"', headers: { 'Content-Type': 'application/json' } },
  'too deep JSON': { body: '['.repeat(5000), headers: { 'Content-Type': 'application/json' } },
  'an empty batch': { body: [] },
  'a batch with initialize alone': { body: [opening({})] },
  'a batch with initialize': { body: [opening({}), { ...ping, id: 2 }] },
  'a batch': { body: [ping, { ...ping, id: 2 }] },
  'an initialize without id': { body: opening({}, { id: undefined }) },
  'an initialize with a null id': { body: opening({}, { id: null }) },
  'an initialize with a broken id': { body: opening({}, { id: 1.5 }) },
  'an initialize without version': { body: opening({ protocolVersion: undefined }) },
  'an initialize without client': { body: opening({ clientInfo: undefined }) },
  'an initialize with a strange member': { body: opening({}, { strange: 1 }) },
  'an initialize with a strange param': { body: opening({ strange: 1 }) },
  'an initialize with broken capabilities': { body: opening({ capabilities: { roots: 1 } }) },
  'an initialize with icons that are none': { body: opening({ clientInfo: { ...clientInfo, icons: 'x' } }) },
  'an initialize with what only this client knows': {
    body: opening({ clientInfo: { ...clientInfo, build: '7' } }),
  },
  'an initialize of a client that shows apps': { body: opening({ capabilities: apps }) },
  'an initialize with an unknown version in a header': {
    body: opening({}),
    headers: { 'MCP-Protocol-Version': '1999-01-01' },
  },
  'an initialize with the newer era in a header': {
    body: opening({}),
    headers: { 'MCP-Protocol-Version': '2026-07-28' },
  },
  'an initialize with a method in a header': { body: opening({}), headers: { 'Mcp-Method': 'tools/list' } },
  'an initialize in an unknown session': { body: opening({}), headers: { 'Mcp-Session-Id': 'unknown' } },
  'a POST to an unknown session': { body: ping, headers: { 'Mcp-Session-Id': 'unknown' } },
  'a GET of an unknown session': { method: 'GET', headers: { 'Mcp-Session-Id': 'unknown' } },
  'a DELETE of an unknown session': { method: 'DELETE', headers: { 'Mcp-Session-Id': 'unknown' } },
  'a POST without session': { body: ping },
  'a GET without session': { method: 'GET' },
  'a DELETE without session': { method: 'DELETE' },
  'a GET with a foreign Host': { method: 'GET', headers: { Host: 'evil.example' } },
  'a method that MCP does not use': { method: 'PUT', body: ping },
  'a request of the newer era': {
    body: modern,
    headers: { 'MCP-Protocol-Version': '2026-07-28', 'Mcp-Method': 'server/discover' },
  },
  'an unknown remote': { target: '/mcp/nobody', body: opening({}) },
  'a path with a slash more': { target: '/mcp/', body: opening({}) },
  'a path where nothing is': { target: '/nothing', method: 'GET' },
};

test('a request that comes before the server is loaded has the same answer as one that comes after', async ({
  place,
}) => {
  const {
    tokens: [token],
  } = place;
  const late = await place.front();
  await place.serve(late);
  for (const [what, request] of Object.entries({ ...early, ...others })) {
    const headers = { ...acceptBoth, Authorization: `Bearer ${token}`, ...request.headers };
    const asked = { method: 'POST', ...request, headers };
    const front = await place.front();
    const answer = send(front.url, asked);
    // Once it was let in, it is answered or waits; one that is refused is answered.
    await Promise.race([answer, front.asked]);
    if (Object.hasOwn(early, what)) expect(await answer, what).toMatchObject({ status: 200 });
    await place.serve(front);
    const [first, second] = [await answer, await send(late.url, asked)];
    expect(comparable(first), what).toEqual(comparable(second));
    await front.close();
  }
});

/** Without what differs from answer to answer. */
function comparable({ status, headers, text }: Awaited<ReturnType<typeof send>>) {
  const { date: _, 'mcp-session-id': session, ...same } = headers;
  return { status, headers: same, hasSession: session !== undefined, text };
}

/** Opens a session while nothing is behind the front. */
async function openEarly(front: Front, token: string | undefined) {
  const headers = { ...acceptBoth, Authorization: `Bearer ${token}` };
  const answer = await send(front.url, { method: 'POST', headers, body: initializeRequest('early') });
  expect(answer.json.result.serverInfo.name).toBe('patchbay');
  const id = String(answer.headers['mcp-session-id']);
  const inSession = { ...headers, 'Mcp-Session-Id': id, 'MCP-Protocol-Version': '2025-11-25' };
  const post = (body: object) => open(front.url, { method: 'POST', headers: inSession, body });
  const end = () => send(front.url, { method: 'DELETE', headers: inSession });
  return { headers: inSession, post, end };
}

test('a session that was opened before the server was loaded is one like any other', async ({ place }) => {
  const {
    host,
    tokens: [token, other],
  } = place;
  const front = await place.front();
  const session = await openEarly(front, token);
  const waiting = [
    session.post({ jsonrpc: '2.0', method: 'notifications/initialized' }),
    session.post({ jsonrpc: '2.0', id: 2, method: 'tools/list' }),
  ];
  const gone = open(front.url, { method: 'GET', headers: session.headers });
  const server = await place.serve(front);
  const [noted, listed] = await Promise.all(waiting);
  expect(noted?.status).toBe(202);
  const { message } = await (listed as NonNullable<typeof listed>).event((event) => event.message?.id === 2);
  expect(message.result.tools.map(({ name }: { name: string }) => name)).toContain('codex');

  expect(host.sessions()).toMatchObject([{ transport: 'http', client: { name: 'early' } }]);
  expect(server.sessionCount).toBe(1);

  // Its stream was asked for at once, and tells of changes.
  const stream = await gone;
  expect(stream.status).toBe(200);
  place.limit();
  await stream.event((event) => event.message?.method === 'notifications/tools/list_changed');

  // It is nobody else's, and its only `initialize` has been.
  const foreign = { ...session.headers, Authorization: `Bearer ${other}` };
  expect((await send(front.url, { method: 'DELETE', headers: foreign })).status).toBe(404);
  const again = await session.post(initializeRequest());
  expect(again.status).toBe(400);

  expect((await session.end()).status).toBe(200);
  expect((await session.end()).status).toBe(404);
  await eventually(() => host.sessions().length === 0 && server.sessionCount === 0);
});

test('such a session ends when nobody uses it, and with its token', async ({ place }) => {
  const [token, other] = place.tokens;
  const idle = await place.front();
  await openEarly(idle, token);
  const idleServer = await place.serve(idle, { sessionIdleMs: 400 });
  await eventually(() => idleServer.sessionCount === 0);

  const front = await place.front();
  const [one, two] = [await openEarly(front, token), await openEarly(front, other)];
  const server = await place.serve(front);
  expect(server.sessionCount).toBe(2);
  place.revoke();
  await eventually(() => server.sessionCount === 1);
  expect((await one.post(ping)).status).toBe(401);
  expect((await two.post(ping)).status).toBe(200);
});

test('what waits is served in the order in which it came, and a foreign Host does not wait', async ({
  place,
}) => {
  const front = await place.front();
  const session = await openEarly(front, place.tokens[0]);
  // In one text, so that their order is certain.
  const cancelled = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 'early' } };
  const socket = net.connect({ port: front.port, host: front.host });
  let text = '';
  socket.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  socket.write([cancelled, { ...ping, id: 'early' }].map((body) => written(session.headers, body)).join(''));
  const foreign = { ...session.headers, Host: 'evil.example' };
  expect((await send(front.url, { method: 'GET', headers: foreign })).status).toBe(403);
  await place.serve(front);
  await eventually(() => text.includes('"result":{}'), { describe: () => text });
  expect(text).toMatch(/^HTTP\/1\.1 202 /);
  socket.destroy();
});

/** A POST as it is sent. */
function written(headers: Readonly<Record<string, string>>, body: object): string {
  const text = JSON.stringify(body);
  const all = {
    Host: '127.0.0.1',
    ...headers,
    'Content-Type': 'application/json',
    'Content-Length': text.length,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST /mcp HTTP/1.1\r\n${lines.join('')}\r\n${text}`;
}

test('a client that a person has limited is introduced by the server itself', async ({ place }) => {
  const [token] = place.tokens;
  place.limit();
  const front = await place.front();
  const headers = { ...acceptBoth, Authorization: `Bearer ${token}` };
  const answer = send(front.url, { method: 'POST', headers, body: initializeRequest() });
  await front.asked;
  await place.serve(front);
  const { result } = (await answer).json;
  expect(result).toMatchObject({ serverInfo: { name: 'patchbay' } });
  expect(result).not.toHaveProperty('instructions');
});

test('a client learns it if the server cannot be loaded', async ({ home, place }) => {
  const front = await place.front();
  const session = await openEarly(front, place.tokens[0]);
  const waits = session.post({ jsonrpc: '2.0', id: 2, method: 'tools/list' });
  // It is let in before it can be refused.
  const letIn = await place.front();
  const asks = send(letIn.url, {
    method: 'POST',
    headers: { ...acceptBoth, Authorization: `Bearer ${place.tokens[0]}` },
    body: ping,
  });
  await letIn.asked;
  await letIn.close();
  const refused = await asks;
  expect(refused.status).toBe(503);
  expect(refused.json.error.message).toBe('Patchbay could not start. It says why where it was started.');
  await front.close();
  await waits.then(
    ({ status }) => expect(status).toBe(503),
    (error) => expect(error.code).toMatch(/^ECONN/),
  );
  await expect(session.end()).rejects.toMatchObject({ code: 'ECONNREFUSED' });

  const missing = ['mcp-server', '--port', '0', '--no-auth', '--engine', '/missing/codex'];
  const { code, stderr } = await runPatchbay(home, missing);
  expect([code, stderr]).toEqual([1, expect.stringContaining('/missing/codex')]);
  expect(stderr).not.toContain('Listening');
});

test('what is known without the SDK is what the SDK says', () => {
  expect(HANDSHAKE_VERSIONS).toEqual(SUPPORTED_PROTOCOL_VERSIONS);
  expect(UNSAID_VERSION).toBe(DEFAULT_NEGOTIATED_PROTOCOL_VERSION);
  expect(LOOPBACK_HOSTS).toEqual(localhostAllowedHostnames());
});
