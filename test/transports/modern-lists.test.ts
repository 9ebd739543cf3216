// `tools/list` of MCP 2026-07-28 over HTTP, asked for in every odd way. What of it is usual does not pass through the HTTP
// handler of the official SDK; no client can tell, so here that handler is asked the same.
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, Server, type Tool } from '@modelcontextprotocol/server';
import { serverInfo } from '../../server/mcp/introduction.ts';
import { serveHeld } from '../support/held-remote.ts';
import { expect, hostTest } from '../support/host-test.ts';
import { askModern, MODERN_VERSION, openModern } from '../support/modern-client.ts';
import { runPatchbay } from '../support/patchbay.ts';
import { eventually } from '../support/processes.ts';
import { acceptBoth, bearer, type Json, type RawAnswer, send } from '../support/raw-http.ts';

const test = hostTest();

const VERSION = 'io.modelcontextprotocol/protocolVersion';
const CAPABILITIES = 'io.modelcontextprotocol/clientCapabilities';
const INFO = 'io.modelcontextprotocol/clientInfo';
const LEVEL = 'io.modelcontextprotocol/logLevel';

interface Odd {
  /** Over the usual ones; `undefined` leaves one out. */
  readonly headers?: Record<string, string | string[] | undefined>;
  readonly meta?: object;
  readonly params?: unknown;
  readonly message?: object;
  /** Instead of all of it. */
  readonly body?: unknown;
}

/** What is no message of JSON-RPC is refused before, in words of our own (http.test.ts). */
const rows: readonly (readonly [string, Odd])[] = [
  ['as usual', {}],
  ['with a text as id', { message: { id: 'one' } }],
  ['with 0 as id', { message: { id: 0 } }],
  ['without an id', { message: { id: undefined } }],
  ['with more params', { params: { more: { deep: [1] } } }],
  ['with answers to no question', { params: { inputResponses: {}, requestState: 'x' } }],
  ['with an unknown key in its envelope', { meta: { more: 1, 'io.modelcontextprotocol/more': 1 } }],
  ['with a text as progress token', { meta: { progressToken: 'token' } }],
  ['with a number as progress token', { meta: { progressToken: 7 } }],
  ['with a log level', { meta: { [LEVEL]: 'debug' } }],
  ['with an unknown log level', { meta: { [LEVEL]: 'loud' } }],
  ['by an unknown client', { meta: { [INFO]: undefined } }],
  ['by a client without a version', { meta: { [INFO]: { name: 'x' } } }],
  ['by a client that is a text', { meta: { [INFO]: 'x' } }],
  ['by a client that is null', { meta: { [INFO]: null } }],
  ['by a client with capabilities', { meta: { [CAPABILITIES]: { elicitation: {}, roots: {} } } }],
  ['without capabilities', { meta: { [CAPABILITIES]: undefined } }],
  ['with null as capabilities', { meta: { [CAPABILITIES]: null } }],
  ['with a list as capabilities', { meta: { [CAPABILITIES]: [] } }],
  ['with a capability of a wrong type', { meta: { [CAPABILITIES]: { elicitation: 1 } } }],
  ['without a version in its envelope', { meta: { [VERSION]: undefined } }],
  ['with a number as version', { meta: { [VERSION]: 2026 } }],
  ['with an older version in its envelope', { meta: { [VERSION]: '2025-11-25' } }],
  [
    'of a version that is not there yet',
    { headers: { 'MCP-Protocol-Version': '2099-01-01' }, meta: { [VERSION]: '2099-01-01' } },
  ],
  [
    'of an older version, by its envelope and by its header',
    { headers: { 'MCP-Protocol-Version': '2025-11-25' }, meta: { [VERSION]: '2025-11-25' } },
  ],
  ['of another version by its header', { headers: { 'MCP-Protocol-Version': '2025-11-25' } }],
  ['without a version in its header', { headers: { 'MCP-Protocol-Version': undefined } }],
  ['with the version twice', { headers: { 'MCP-Protocol-Version': [MODERN_VERSION, MODERN_VERSION] } }],
  ['with spaces about its version', { headers: { 'MCP-Protocol-Version': ` ${MODERN_VERSION}\t` } }],
  ['without a method in its header', { headers: { 'Mcp-Method': undefined } }],
  ['with an empty method in its header', { headers: { 'Mcp-Method': '' } }],
  ['with another method in its header', { headers: { 'Mcp-Method': 'tools/call' } }],
  ['with its method in capitals', { headers: { 'Mcp-Method': 'Tools/List' } }],
  ['with its method twice', { headers: { 'Mcp-Method': ['tools/list', 'tools/list'] } }],
  ['with a name in its header', { headers: { 'Mcp-Name': 'codex' } }],
  ['with a name that cannot be decoded', { headers: { 'Mcp-Name': '=?base64?!?=' } }],
  ['of another method than its header', { message: { method: 'prompts/list' } }],
  [
    'of a method that is not there',
    { headers: { 'Mcp-Method': 'tools/lists' }, message: { method: 'tools/lists' } },
  ],
  ['of a method that is no more', { headers: { 'Mcp-Method': 'ping' }, message: { method: 'ping' } }],
  ['without params', { message: { params: undefined } }],
  ['with null as params', { message: { params: null } }],
  ['without an envelope', { params: { _meta: undefined } }],
  ['with an empty envelope', { params: { _meta: {} } }],
  ['with null as envelope', { params: { _meta: null } }],
  ['by the notification that one is cancelled', cancelling({})],
  ['by that notification, with another method in its header', cancelling({ 'Mcp-Method': 'tools/list' })],
  ['by a client that takes JSON only', { headers: { Accept: 'application/json' } }],
  ['by a client that says nothing of what it takes', { headers: { Accept: undefined } }],
  ['with its charset', { headers: { 'Content-Type': 'application/json; charset=utf-8' } }],
  ['with its type in capitals', { headers: { 'Content-Type': 'Application/JSON' } }],
  ['in a batch of one', { body: [usualMessage({})] }],
];

test.for(rows)('a list is answered as the SDK answers it: %s', async ([, odd], { host, onTestFinished }) => {
  const { tools } = (await askModern(host, { method: 'tools/list' })).json.result;
  const sdk = await serveWithSdk(tools);
  onTestFinished(() => sdk.close());
  const [ours, theirs] = await Promise.all([
    ask({ url: host.url, token: host.token }, odd),
    ask({ url: sdk.url, token: '' }, odd),
  ]);
  expect(seen(ours)).toEqual(seen(theirs));
});

test.for([
  ['a cursor', { cursor: 'x' }, 'tools/list: params.cursor is not known: the list has one page'],
  ['a number as cursor', { cursor: 5 }, 'tools/list: params.cursor must be text, not a number'],
  ['an empty cursor', { cursor: '' }, undefined],
] as const)('a list is asked for with %s', async ([, params, message], { host }) => {
  const { status, json } = await askModern(host, { method: 'tools/list', params });
  expect(status).toBe(200);
  expect(json.error?.message).toBe(message);
  expect(json.error?.code).toBe(message && -32602);
  expect(json.result?.tools.length).toBe(message === undefined ? 6 : undefined);
});

test('a client that does not wait for its list leaves no session behind', async ({ host, home }) => {
  const remote = await serveHeld('tools/list');
  try {
    home.writeConfig({ baseUrl: host.model.baseUrl, extra: `[mcp_servers.held]\nurl = "${remote.url}"\n` });
    const shown = async () => (await runPatchbay(home, ['status'])).stdout;
    await eventually(async () => {
      const asked = await openModern(host, { method: 'tools/list' });
      const isHeld = asked.text() === '' && (await shown()).includes('raw-client');
      asked.cut();
      return isHeld;
    });
    await eventually(async () => (await shown()).includes('Sessions: 0'));
  } finally {
    await remote.close();
  }
});

function usualMessage({ meta, params, message }: Odd): object {
  const _meta = {
    [VERSION]: MODERN_VERSION,
    [CAPABILITIES]: {},
    [INFO]: { name: 'odd', version: '1.0.0' },
    ...meta,
  };
  return {
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/list',
    params: { _meta, ...(params as object) },
    ...message,
  };
}

function cancelling(headers: Odd['headers'] & object): Odd {
  const method = 'notifications/cancelled';
  return {
    headers: { 'Mcp-Method': method, ...headers },
    message: { id: undefined, method },
    params: { requestId: 1 },
  };
}

function ask({ url, token }: { url: string; token: string }, odd: Odd): Promise<RawAnswer> {
  const headers = {
    ...bearer(token),
    ...acceptBoth,
    'Content-Type': 'application/json',
    'MCP-Protocol-Version': MODERN_VERSION,
    'Mcp-Method': 'tools/list',
    ...odd.headers,
  };
  const body = JSON.stringify(odd.body ?? usualMessage(odd));
  return send(url, { method: 'POST', headers, body: Buffer.from(body) });
}

/** What a client can see of an answer. The members of a result may come in any order. */
function seen({ status, headers, text, json }: RawAnswer): Json {
  const isList = json?.result?.tools !== undefined;
  const frame = /^(event: message\ndata: ).*\n\n$/.exec(text)?.[1];
  return {
    status,
    type: headers['content-type'],
    cached: headers['cache-control'],
    buffered: headers['x-accel-buffering'],
    body: isList ? { frame, json } : text,
  };
}

/** A server that is the SDK and nothing else. */
async function serveWithSdk(tools: Tool[]): Promise<{ url: string; close(): void }> {
  const handle = toNodeHandler(
    createMcpHandler(
      () => {
        const server = new Server(serverInfo, { capabilities: { tools: {}, logging: {} } });
        server.setRequestHandler('tools/list', () => ({ tools }));
        return server;
      },
      { legacy: 'reject', responseMode: 'sse' },
    ),
  );
  const server = http.createServer((request, response) => void handle(request as never, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
