// What a client is told when a remote does not work: a result a person understands, in time, and nothing about the
// other remotes changes.
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { FakeModel } from '../support/fake-model.ts';
import { expect, test } from '../support/fixtures.ts';
import type { TestHome } from '../support/home.ts';
import { textOf } from '../support/patchbay.ts';
import { allGone, eventually, hasSaid, processesOf } from '../support/processes.ts';
import { openSession, postInitialize, type RawSession } from '../support/raw-http.ts';
import { httpTable, probeFile, probeTable } from '../support/remotes.ts';

// biome-ignore lint/suspicious/noExplicitAny: raw messages are looked at freely
type Json = any;

const configure = (home: TestHome, model: FakeModel, ...tables: string[]) =>
  home.writeConfig({ baseUrl: model.baseUrl, extra: tables.join('\n') });

const call = async (session: RawSession, name: string, args: object = {}) =>
  (await session.ask('tools/call', { name, arguments: args })).result;

const remoteNames = async (session: RawSession) => {
  const { tools } = (await session.ask('tools/list')).result;
  const names = tools.flatMap(({ name }: Json) => name.split('__').slice(1, 2));
  return [...new Set(names)];
};

test('a broken table takes away only its own remote, and is named with its line', async ({
  home,
  model,
  http: start,
}) => {
  configure(home, model, '[mcp_servers.wrong]\ncommand = "node"\nargs = "no list"\n', probeTable('probe'));
  const server = await start();
  const session = await openSession(server);
  expect(await remoteNames(session)).toEqual(['probe']);
  const config = fs.readFileSync(path.join(home.codexHome, 'config.toml'), 'utf8');
  const line = config.split('\n').indexOf('args = "no list"') + 1;
  await hasSaid(server, `config.toml line ${line}: [mcp_servers.wrong]: \`args\``);
  const alone = await postInitialize({ ...server, url: `${server.url}/wrong` });
  expect(alone.text).toContain('[mcp_servers.wrong]: `args`');
});

/** Table → what is said about it. */
const broken: Readonly<Record<string, readonly [table: string, said: string]>> = {
  number: ['command = 3', '`command` must be text, not a number.'],
  empty: ['command = ""', '`command` must not be empty.'],
  list: ['command = "a"\nargs = [1]', '`args.0` must be text, not a number.'],
  flag: ['command = "a"\nenabled = "yes"', '`enabled` must be true or false, not text.'],
  time: ['command = "a"\nstartup_timeout_sec = -1', '`startup_timeout_sec` must be more than 0.'],
  mode: [
    'command = "a"\ndefault_tools_approval_mode = "x"',
    '`default_tools_approval_mode` must be one of "auto", "prompt", "writes", "approve".',
  ],
  port: ['url = "http://127.0.0.1:9/"', 'requests to that port are blocked'],
  header: ['url = "http://127.0.0.1:1234/"\nhttp_headers = { "A B" = "x" }', 'a header for it has a name'],
  null: ['command = "a\\u0000b"', 'have a null character in them.'],
};

test('the error in a table is described in plain words', async ({ home, model, http: start }) => {
  const tables = Object.entries(broken).map(([name, [table]]) => `[mcp_servers.${name}]\n${table}\n`);
  configure(home, model, ...tables, probeTable('probe'));
  const server = await start();
  for (const [name, [, said]] of Object.entries(broken)) {
    const { text } = await postInitialize({ ...server, url: `${server.url}/${name}` });
    expect(text.replaceAll('\\"', '"'), name).toContain(said);
    expect(text, name).not.toMatch(/Invalid|expected|bad port|Headers\.|null bytes/);
  }
});

test('a server that breaks off its answer or connection is reported as such', async ({
  home,
  model,
  http: start,
}) => {
  const odd = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (request.method !== 'POST') return void response.writeHead(405).end();
    const { id, method, params } = JSON.parse(Buffer.concat(chunks).toString());
    if (id === undefined) return void response.writeHead(202).end();
    if (method !== 'tools/call') {
      const about = { protocolVersion: '2025-06-18', capabilities: { tools: {} } };
      const tools = ['cut', 'closed'].map((name) => ({ name, inputSchema: { type: 'object' } }));
      response.writeHead(200, { 'Content-Type': 'application/json' });
      return void response.end(JSON.stringify({ jsonrpc: '2.0', id, result: { ...about, tools } }));
    }
    if (params.name === 'closed') return void response.socket?.destroy();
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 5000 });
    response.write('{', () => response.socket?.destroy());
  });
  await new Promise<void>((resolve) => odd.listen(0, '127.0.0.1', resolve));
  try {
    configure(home, model, httpTable('odd', `http://127.0.0.1:${(odd.address() as AddressInfo).port}/mcp`));
    const session = await openSession(await start());
    await session.ask('tools/list');
    expect(textOf(await call(session, 'mcp__odd__cut'))).toContain('this call: it broke its answer off.');
    expect(textOf(await call(session, 'mcp__odd__closed'))).toContain('this call: it closed the connection');
  } finally {
    odd.closeAllConnections();
    odd.close();
  }
});

test('a remote that does not start is reported with its last output, and the others are listed', async ({
  home,
  model,
  http: start,
}) => {
  configure(home, model, probeTable('dying', ['dies']), probeTable('probe'));
  const session = await openSession(await start());
  expect(await remoteNames(session)).toEqual(['probe']);
  const result = await call(session, 'mcp__dying__echo');
  expect(result.isError).toBe(true);
  expect(textOf(result)).toMatch(/MCP server dying.*(exit code 3|not connected)/s);
  expect(textOf(result)).toContain('cannot find my licence');
});

test('a missing program is named', async ({ home, model, http: start }) => {
  configure(home, model, '[mcp_servers.absent]\ncommand = "no-such-program"\n');
  const result = await call(await openSession(await start()), 'mcp__absent__echo');
  expect(textOf(result)).toMatch(
    /MCP server absent did not start: `no-such-program` cannot be run: there is no such program/,
  );
});

test('a silent remote is given up after its own start-up timeout', async ({ home, model, http: start }) => {
  configure(
    home,
    model,
    probeTable('deaf', ['deaf', 'stubborn'], 'startup_timeout_sec = 1'),
    probeTable('probe'),
  );
  const session = await openSession(await start());
  const startedAt = Date.now();
  expect(await remoteNames(session)).toEqual(['probe']);
  // Without a time of its own it would have 30 s.
  expect(Date.now() - startedAt).toBeLessThan(20_000);
  expect(textOf(await call(session, 'mcp__deaf__echo'))).toContain('not ready within 1 s');
});

test('a call that takes too long is answered, and the remote is told', async ({
  home,
  model,
  http: start,
}) => {
  configure(home, model, probeTable('probe', [], 'tool_timeout_sec = 0.5'));
  const session = await openSession(await start());
  const result = await call(session, 'mcp__probe__silent');
  expect(textOf(result)).toContain('did not answer tools/call within 0.5 s');
  await eventually(
    async () => JSON.parse(textOf(await call(session, 'mcp__probe__known'))).cancelled.length === 1,
  );
});

test('if an answer takes too long, the setting with the timeout is named', async ({
  home,
  model,
  http: start,
}) => {
  const limits = 'startup_timeout_sec = 1.5\ntool_timeout_sec = 0.5';
  configure(home, model, probeTable('probe', ['listless'], limits), probeTable('work', [], limits));
  const session = await openSession(await start());
  const unlisted = textOf(await call(session, 'mcp__probe__echo'));
  expect(unlisted).toContain('probe did not answer tools/list within 1.5 s. Try again, or set a longer');
  expect(unlisted).toContain('`startup_timeout_sec` in [mcp_servers.probe]');
  expect(textOf(await call(session, 'mcp__work__silent'))).toContain(
    'work did not answer tools/call within 0.5 s. Try again, or set a longer `tool_timeout_sec` in [mcp_servers.work]',
  );
});

test('a remote that ends during a call is reported as such, and is restarted for the next', async ({
  home,
  model,
  http: start,
}) => {
  configure(home, model, probeTable('probe'));
  const session = await openSession(await start());
  const result = await call(session, 'mcp__probe__die');
  expect(result.isError).toBe(true);
  expect(textOf(result)).toMatch(/exit code 7.*the disk is on fire/s);
  expect(textOf(await call(session, 'mcp__probe__echo', { a: 1 }))).toBe('{"a":1}');
});

test('a killed remote is restarted, and its calls are answered', async ({ home, model, http: start }) => {
  configure(home, model, probeTable('probe'));
  const session = await openSession(await start());
  await call(session, 'mcp__probe__echo');
  const silent = call(session, 'mcp__probe__silent');
  // By the time this is answered the one before it has reached the remote.
  await call(session, 'mcp__probe__echo');
  const [remote] = processesOf(home.root).filter(({ command }) => command.includes(probeFile));
  process.kill(remote?.pid as number, 'SIGKILL');
  expect(textOf(await silent)).toContain('signal SIGKILL');
  expect(textOf(await call(session, 'mcp__probe__echo', { b: 2 }))).toBe('{"b":2}');
});

test('malformed or endless answers are reported as such', async ({ home, model, http: start }) => {
  configure(home, model, probeTable('probe'));
  const session = await openSession(await start());
  expect(textOf(await call(session, 'mcp__probe__malformed'))).toContain('neither a result nor an error');
  expect(textOf(await call(session, 'mcp__probe__huge'))).toContain('more than 16777216 bytes');
  expect(textOf(await call(session, 'mcp__probe__echo'))).toBe('{}');
});

test('a refusal names the credential that was tried, and never shows it', async ({
  home,
  model,
  http: start,
}) => {
  const seen: (string | undefined)[] = [];
  const refusing = http.createServer((request, response) => {
    seen.push(request.headers.authorization);
    response.writeHead(401).end();
  });
  await new Promise<void>((resolve) => refusing.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(refusing.address() as AddressInfo).port}/mcp`;
  home.env['REMOTE_TOKEN'] = 'very-secret-token';
  configure(home, model, httpTable('closed', url, 'bearer_token_env_var = "REMOTE_TOKEN"'));
  const server = await start();
  try {
    const result = await call(await openSession(server), 'mcp__closed__echo');
    expect(textOf(result)).toMatch(/closed refused.*401.*bearer token in REMOTE_TOKEN/);
    expect(textOf(result) + server.stderr()).not.toContain('very-secret-token');
    expect(seen).toContain('Bearer very-secret-token');
    expect(seen).not.toContain(`Bearer ${server.token}`);
  } finally {
    refusing.close();
  }
});

test('headers come from config.toml, from variables and from the helper command', async ({
  home,
  model,
  http: start,
}) => {
  const seen: http.IncomingHttpHeaders[] = [];
  const listening = http.createServer((request, response) => {
    seen.push(request.headers);
    response.writeHead(500).end();
  });
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(listening.address() as AddressInfo).port}/mcp`;
  home.env['TEAM'] = 'blue';
  const helper = `echo '{"Authorization":"Bearer of-helper"}'`;
  const more = `http_headers = { "X-Plain" = "1" }
env_http_headers = { "X-Team" = "TEAM" }
http_headers_helper = ${JSON.stringify(helper)}
bearer_token_env_var = "UNUSED"`;
  configure(home, model, httpTable('headers', url, more));
  try {
    await call(await openSession(await start()), 'mcp__headers__echo');
    expect(seen[0]).toMatchObject({ 'x-plain': '1', 'x-team': 'blue', authorization: 'Bearer of-helper' });
  } finally {
    listening.close();
  }
});

test('entries that lead back to Patchbay are not forwarded', async ({ home, model, http: start }) => {
  const server = await start();
  configure(home, model, httpTable('self', server.url), '[mcp_servers.again]\ncommand = "patchbay"\n');
  const session = await eventually(async () => {
    const opened = await openSession(server);
    const { result } = await opened.ask('tools/call', { name: 'mcp__self__codex', arguments: {} });
    return /Unknown tool/.test(textOf(result)) && opened;
  });
  expect(await remoteNames(session)).toEqual([]);
});

for (const victim of ['client', 'Patchbay'] as const) {
  test(`after a SIGKILL of the ${victim} no process of a remote is left`, async ({
    home,
    model,
    stdio,
    http: start,
  }) => {
    configure(home, model, probeTable('probe', ['stubborn', 'child']));
    if (victim === 'client') {
      const { client, pid } = await stdio();
      await client.callTool({ name: 'mcp__probe__echo' });
      expect(processesOf(home.root).length).toBeGreaterThan(2);
      process.kill(pid, 'SIGKILL');
    } else {
      const server = await start();
      const session = await openSession(server);
      await call(session, 'mcp__probe__echo');
      server.child.kill('SIGKILL');
    }
    await allGone(home.root);
  });
}

test('the remotes of a session end with it', async ({ home, model, http: start }) => {
  configure(home, model, probeTable('probe', ['stubborn', 'child']));
  const session = await openSession(await start());
  await call(session, 'mcp__probe__echo');
  const remotes = () => processesOf(home.root).filter(({ command }) => command.includes(probeFile));
  expect(remotes()).toHaveLength(1);
  await session.end();
  await eventually(() => remotes().length === 0);
});
