// The limits a person sets for a client hold in every era, at every address and for what Codex does for that client:
// what is out of reach is in no list, and a call of it is refused with the limit and how to raise it.
import fs from 'node:fs';
import path from 'node:path';
import { ToolListChangedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { script } from '../support/fake-model.ts';
import { type HeardRemote, serveHeard } from '../support/heard-remote.ts';
import type { HomeOfTest } from '../support/host-test.ts';
import { askModern } from '../support/modern-client.ts';
import { type OfferingServer, serveOffering } from '../support/offering/serve.ts';
import { connectHttp, type HttpPatchbay, runPatchbay, textOf, threadOf } from '../support/patchbay.ts';
import { eventually } from '../support/processes.ts';
import { openSession, postInitialize } from '../support/raw-http.ts';
import { httpTable, probeTable, stdioTable } from '../support/remotes.ts';
import { addToken } from '../support/shared-http.ts';
import { expect, type WayClient, waysTest } from '../support/ways.ts';

interface Remotes {
  heard: HeardRemote;
  offering: OfferingServer;
}

const toolServer = path.resolve(import.meta.dirname, '../support/tool-server.ts');

const test = waysTest().extend<Remotes>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names a fixture needs from this pattern
  heard: async ({}, use) => {
    const remote = await serveHeard();
    await use(remote);
    await remote.close();
  },
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names a fixture needs from this pattern
  offering: async ({}, use) => {
    const remote = await serveOffering();
    await use(remote);
    await remote.close();
  },
});

let clients = 0;

/** The tools with which the model starts others. */
const SUB_AGENTS = /multi_agent|spawn_agent/;

/** A client with these limits. */
async function limited(
  home: HomeOfTest,
  server: HttpPatchbay,
  ...limits: string[]
): Promise<HttpPatchbay & { name: string }> {
  clients += 1;
  const name = `client-${clients}`;
  const token = await addToken(home as never, name, ...limits);
  return { ...server, token, name };
}

/** As the window does it. */
function pauseClient(patchbayHome: string, name: string, isPaused = true): void {
  const file = (base: string) => path.join(patchbayHome, base);
  const { tokens } = JSON.parse(fs.readFileSync(file('tokens.json'), 'utf8'));
  const kept = JSON.parse(fs.readFileSync(file('principals.json'), 'utf8'));
  const { id } = tokens.find((token: { name: string }) => token.name === name);
  kept.principals[id] = { ...kept.principals[id], isPaused };
  fs.writeFileSync(file('principals.json'), JSON.stringify(kept));
}

/** What `patchbay token limit` prints. */
async function limit(home: HomeOfTest, ...words: string[]): Promise<string> {
  const { code, stderr } = await runPatchbay(home, ['token', 'limit', ...words]);
  expect(code, stderr).toBe(0);
  return stderr;
}

// biome-ignore lint/suspicious/noExplicitAny: a test states the shape that it expects
async function toolsOf(client: WayClient): Promise<Map<string, any>> {
  const { result } = await client.ask('tools/list', {});
  const { tools } = result as { tools: { name: string; inputSchema: { properties: object } }[] };
  return new Map(tools.map((tool) => [tool.name, tool.inputSchema.properties]));
}

for (const way of ['2025-11-25 over HTTP', '2026-07-28 over HTTP'] as const) {
  test(`a client of ${way} sees its limits in its lists, and each refuses what is beyond it`, async ({
    host,
    home,
    model,
    heard,
    connectWay,
  }) => {
    const extra = stdioTable('tools', toolServer) + httpTable('rem', heard.url);
    home.writeConfig({ baseUrl: host.model.baseUrl, extra });
    const out = home.makeFolder('out');
    const link = path.join(home.folder, 'link');
    fs.symlinkSync(out, link);
    const limits = ['--folder', home.folder, '--remote', 'tools', '--tier', 'read', '--model', 'gpt-5.5'];
    const more = ['--turns', '1', '--min-approval', 'on-request', '--max-sandbox', 'read-only'];
    const server = await limited(home, host, ...limits, ...more);
    const client = await connectWay(way, { token: server.token });

    const tools = await toolsOf(client);
    expect([...tools.keys()].filter((name) => name.startsWith('mcp__'))).toEqual([
      'mcp__tools__echo',
      'mcp__tools__ask',
    ]);
    for (const tool of ['codex', 'codex-start']) {
      expect(tools.get(tool).sandbox.enum).toEqual(['read-only']);
      expect(tools.get(tool).model.enum).toEqual(['gpt-5.5']);
      expect(tools.get(tool)['approval-policy'].enum).not.toContain('never');
      expect(tools.get(tool).cwd.description).toContain(home.folder);
    }

    const raise = `\`patchbay token limit ${server.name} `;
    const refused: [string, Record<string, unknown>, ...string[]][] = [
      ['codex', { cwd: out }, `may not work in ${out}`, `${raise}--folder`],
      ['codex', { cwd: link }, `may not work in ${out}`],
      ['codex', { cwd: `${home.folder}/../out` }, `may not work in ${out}`],
      ['codex-start', { cwd: out }, `may not work in ${out}`],
      ['codex', { model: 'gpt-x' }, 'may not use the model gpt-x, only gpt-5.5', `${raise}--model`],
      ['codex', { config: { model: 'gpt-x' } }, 'may not use the model gpt-x'],
      [
        'codex',
        { 'approval-policy': 'never' },
        'at least as `on-request` does',
        `${raise}--lift min-approval`,
      ],
      ['codex', { config: { approval_policy: 'never' } }, 'at least as `on-request` does'],
      ['codex', { sandbox: 'workspace-write' }, 'above the ceiling'],
      ['mcp__tools__put', { file: '/x', text: 'x' }, '(tier destructive)', `${raise}--tool tools/put`],
      ['mcp__rem__echo', {}, 'may not use the MCP server rem', `${raise}--remote rem`],
    ];
    for (const [tool, args, ...texts] of refused) {
      const prompted = tool.startsWith('codex') ? { prompt: 'hello', ...args } : args;
      const result = await client.call(tool, prompted);
      expect(result.isError, JSON.stringify(args)).toBe(true);
      for (const text of texts) expect(textOf(result)).toContain(text);
    }
    expect(heard.callsOf('echo')).toEqual([]);
    expect(model.requests).toEqual([]);

    // Without `cwd` it works in the only folder it has, and without sub-agents, which could have another model.
    const done = await client.codex({ prompt: 'hello' });
    expect(done.isError, textOf(done)).toBeFalsy();
    expect(JSON.stringify(model.requests.at(-1)?.body)).not.toMatch(SUB_AGENTS);
    expect(textOf(await client.call('mcp__tools__echo', { text: 'a' }))).toBe('echo: a');

    const started = await client.call('codex-start', { prompt: script({ hang: true }) });
    const threadId = threadOf(started);
    for (const tool of ['codex', 'codex-start']) {
      expect(textOf(await client.call(tool, { prompt: 'hello' }))).toContain('the most it may run at once');
    }
    const other = await client.reply({ prompt: 'hello', threadId: threadOf(done) });
    expect(textOf(other)).toContain('the most it may run at once');
    await client.call('codex-stop', { threadId });
    expect((await client.reply({ prompt: 'hello', threadId: threadOf(done) })).isError).toBeFalsy();
  });
}

test('a change holds for open sessions at once, which hear of it, and for their threads', async ({
  host,
  home,
}) => {
  home.writeConfig({ baseUrl: host.model.baseUrl, extra: stdioTable('tools', toolServer) });
  const server = await limited(home, host);
  const codexOnly = await connectHttp({ ...server, url: `${server.url}/codex` });
  const remoteOnly = await connectHttp({ ...server, url: `${server.url}/tools` });
  const all = await connectHttp(server);
  const changes: string[] = [];
  for (const [name, { client }] of Object.entries({ codexOnly, remoteOnly, all })) {
    client.setNotificationHandler(ToolListChangedNotificationSchema, () => void changes.push(name));
  }
  const names = async ({ client }: typeof all) => (await client.listTools()).tools.map(({ name }) => name);
  /** They do not hear of it in the same moment. */
  async function told(count: number): Promise<void> {
    await eventually(() => new Set(changes).size === count);
    changes.length = 0;
  }
  expect(await names(all)).toEqual(expect.arrayContaining(['codex', 'mcp__tools__put']));
  const { folder } = home;
  const thread = threadOf(await all.codex({ prompt: 'hello', cwd: folder, sandbox: 'workspace-write' }));
  expect(JSON.stringify(host.model.requests.at(-1)?.body)).toMatch(SUB_AGENTS);
  const again = async () => textOf(await all.reply({ prompt: 'hello', threadId: thread }));

  const everybody = 3;
  await limit(home, server.name, '--folder', home.makeFolder('elsewhere'));
  await told(everybody);
  expect(await again()).toContain(`may not work in ${folder}`);
  await limit(home, server.name, '--lift', 'folder', '--max-sandbox', 'read-only');
  await told(everybody);
  expect(await again()).toContain('a thread with the sandbox `workspace-write`');
  await limit(home, server.name, '--max-sandbox', 'workspace-write', '--min-approval', 'untrusted');
  await told(everybody);
  expect(await again()).toContain('may not use the approval policy `on-request`');
  await limit(home, server.name, '--lift', 'min-approval', '--model', 'gpt-x');
  await told(everybody);
  expect(await again()).toContain('may not use the model gpt-5.5, only gpt-x');
  await limit(home, server.name, '--model', 'gpt-5.5');
  await told(everybody);
  expect(await again()).toContain('was loaded with more of sub-agents');
  await limit(home, server.name, '--lift', 'model');
  await told(everybody);
  expect(await again()).not.toContain('may not');

  await limit(home, server.name, '--no-codex', '--tool', 'tools/echo');
  await told(everybody);
  expect(await names(all)).toEqual(['mcp__tools__echo']);
  expect(await names(codexOnly)).toEqual([]);
  expect(await names(remoteOnly)).toEqual(['echo']);
  expect(await again()).toContain('The Codex tools are off');
  expect(textOf(await codexOnly.codex({ prompt: 'hello' }))).toContain('--lift codex');
  const put = { name: 'put', arguments: { file: path.join(folder, 'x'), text: 'x' } };
  expect(textOf((await remoteOnly.client.callTool(put)) as never)).toContain('only those it was given');
  expect(fs.existsSync(path.join(folder, 'x'))).toBe(false);

  const now = await limit(home, server.name, '--lift', 'codex', '--lift', 'tool');
  expect(now).toContain('no limits');
  await told(everybody);
  expect(await names(all)).toEqual(expect.arrayContaining(['codex', 'mcp__tools__put']));
  await Promise.all([codexOnly, remoteOnly, all].map((client) => client.close()));
});

test('folders that config.toml or a profile lets a sandbox write to are under the limit too', async ({
  host,
  home,
}) => {
  const [out, other] = [home.makeFolder('out'), home.makeFolder('other')];
  const roots = (folder: string) => `[sandbox_workspace_write]\nwritable_roots = ["${folder}"]\n`;
  home.writeConfig({ baseUrl: host.model.baseUrl, extra: roots(out) });
  fs.writeFileSync(path.join(home.codexHome, 'more.config.toml'), roots(other));
  const server = await limited(home, host);
  const { codex, reply, close } = await connectHttp(server);
  const cwd = home.folder;
  const touching = (name: string) =>
    script({ exec: { cmd: `touch ${name} ${out}/${name}; touch ${other}/${name}` } }, { text: 'done' });
  const made = (name: string) => [cwd, out, other].filter((folder) => fs.existsSync(path.join(folder, name)));
  const wide = { cwd, sandbox: 'workspace-write' };
  const before = await codex({ prompt: touching('a'), ...wide });
  expect(made('a')).toEqual([cwd, out]);
  await codex({ prompt: touching('b'), ...wide, profile: 'more' });
  expect(made('b')).toEqual([cwd, other]);

  await limit(home, server.name, '--folder', cwd);
  for (const [name, more] of [
    ['c', {}],
    ['d', { profile: 'more' }],
  ] as const) {
    await codex({ prompt: touching(name), ...wide, ...more });
    expect(made(name)).toEqual([cwd]);
  }
  const threadId = threadOf(before);
  expect(textOf(await reply({ prompt: touching('e'), threadId }))).toContain(`may not work in ${out}`);
  expect(made('e')).toEqual([]);
  await close();
});

test('a remote out of reach is out of reach in everything, also where it would be relayed unchanged', async ({
  host,
  home,
  offering,
}) => {
  home.writeConfig({ baseUrl: host.model.baseUrl, extra: httpTable('both', offering.url) });
  const server = await limited(home, host);
  const at = { ...server, url: `${server.url}/both` };
  const requests: [string, object][] = [
    ['tools/list', {}],
    ['resources/list', {}],
    ['resources/read', { uri: 'test://static-text' }],
    ['prompts/list', {}],
    ['prompts/get', { name: 'test_simple_prompt' }],
    [
      'completion/complete',
      {
        ref: { type: 'ref/prompt', name: 'test_prompt_with_arguments' },
        argument: { name: 'arg1', value: 'pa' },
      },
    ],
  ];
  const session = await openSession(at);
  const answers = async () => {
    const found: unknown[] = [];
    for (const [method, params] of requests) {
      found.push(await session.ask(method, params), (await askModern(at, { method, params })).json);
    }
    return found as { result?: unknown; error?: { message: string } }[];
  };
  for (const { error, result } of await answers()) expect(result, JSON.stringify(error)).toBeDefined();

  await limit(home, server.name, '--remote', 'another');
  for (const { error } of await answers())
    expect(error?.message).toContain('may not use the MCP server both');
  const call = { name: 'test_simple_text', arguments: {} };
  const calls = async () => [
    (await session.ask('tools/call', call)).result,
    (await askModern(at, { method: 'tools/call', params: call })).json.result,
  ];
  for (const result of await calls()) expect(textOf(result)).toContain('may not use the MCP server both');
  expect((await postInitialize(at)).json.error.message).toContain('may not use the MCP server both');
  const discovered = await askModern(at, { method: 'server/discover' });
  expect(discovered.json.error.message).toContain('may not use the MCP server both');

  await limit(home, server.name, '--lift', 'remote', '--tier', 'write');
  for (const result of await calls()) expect(textOf(result)).toContain('up to those of the tier write');
  for (const { result } of (await answers()).slice(0, 2)) expect(result).toMatchObject({ tools: [] });
  await limit(home, server.name, '--tool', 'both/test_simple_text');
  for (const result of await calls()) expect(textOf(result)).toBe('Plain words.');
});

test('what MCP does not know passes no limit of tools, and a paused client only looks', async ({
  host,
  home,
  offering,
}) => {
  const extra = httpTable('relayed', offering.url) + probeTable('probe');
  home.writeConfig({ baseUrl: host.model.baseUrl, extra });
  const server = await limited(home, host);
  type Answer = { result?: unknown; error?: { message: string } };
  /** The same request to a remote that is relayed unchanged and to one that is translated, in both eras. */
  const each = async (requests: readonly (readonly [string, object])[], names = ['relayed', 'probe']) => {
    const found: Answer[] = [];
    for (const name of names) {
      const at = { ...server, url: `${server.url}/${name}` };
      const session = await openSession(at);
      for (const [method, params] of requests) {
        found.push(await session.ask(method, params), (await askModern(at, { method, params })).json);
      }
      await session.end();
    }
    return found;
  };
  const custom = [['x-probe/anything', { a: 1 }]] as const;
  const [, , ...ofProbe] = await each(custom);
  for (const { result } of ofProbe) expect(result).toMatchObject({ got: { a: 1 } });

  await limit(home, server.name, '--tool', 'probe/echo');
  for (const method of ['x-probe/anything', 'Tools/call', 'tools/call/', 'tasks/run'])
    for (const { error } of await each([[method, { name: 'work' }]]))
      expect(error?.message).toMatch(/may not send .* to the MCP server .*: MCP does not have it/);
  const reads = [
    ['resources/read', { uri: 'test://static-text' }],
    ['prompts/get', { name: 'test_simple_prompt' }],
    [
      'completion/complete',
      {
        ref: { type: 'ref/prompt', name: 'test_prompt_with_arguments' },
        argument: { name: 'arg1', value: 'p' },
      },
    ],
  ] as const;
  for (const { result } of await each(reads, ['relayed'])) expect(result).toBeDefined();

  await limit(home, server.name, '--lift', 'tool');
  pauseClient(host.home.patchbayHome, server.name);
  for (const { error } of await each([...reads, ...custom]))
    expect(error?.message).toContain('has paused the client');
  // A state that a remote may have given continues nothing either.
  const relayed = { ...server, url: `${server.url}/relayed` };
  const params = { ...reads[0][1], requestState: 'made-up' };
  const { json } = await askModern(relayed, { method: 'resources/read', params });
  expect((json as Answer).error?.message).toContain('has paused the client');
  const looks = ['tools/list', 'resources/list', 'resources/templates/list', 'prompts/list'] as const;
  for (const { result } of await each(
    looks.map((method) => [method, {}]),
    ['relayed'],
  ))
    expect(result).toBeDefined();
});

test('Codex reaches for a client no more of the remotes than the client itself', async ({
  host,
  home,
  heard,
}) => {
  const mark = path.join(home.root, 'started');
  const extra = stdioTable('tools', toolServer, [mark]) + httpTable('rem', heard.url);
  home.writeConfig({ baseUrl: host.model.baseUrl, extra });
  const server = await limited(home, host, '--tier', 'read', '--tool', 'tools/echo');
  const { codex, reply, close } = await connectHttp(server);
  const calling = (remote: string, tool: string, args: object) =>
    script({ mcp: { server: remote, tool, args } }, { text: 'It said: $LAST_OUTPUT' });
  const cwd = home.folder;

  // What runs through us is looked at with every call.
  const echoed = await codex({ prompt: calling('rem', 'echo', { a: 1 }), cwd });
  expect(textOf(echoed)).toContain('heard says a,1');
  expect(textOf(await codex({ prompt: calling('rem', 'put', {}), cwd }))).toContain('unsupported call');
  // Of what Codex starts itself, it has only what is named.
  const local = await codex({ prompt: calling('tools', 'echo', { text: 'a' }), cwd });
  expect(textOf(local)).toContain('echo: a');
  expect(textOf(await codex({ prompt: calling('tools', 'ask', {}), cwd }))).toContain('unsupported call');
  expect(fs.existsSync(mark)).toBe(true);

  const threadId = threadOf(echoed);
  await limit(home, server.name, '--lift', 'tool', '--remote', 'rem');
  const narrowed = textOf(await reply({ prompt: 'hello', threadId }));
  expect(narrowed).toContain('This thread was loaded with more of tools than');
  fs.rmSync(mark);
  const second = await codex({ prompt: calling('rem', 'echo', { b: 2 }), cwd });
  expect(textOf(second)).toContain('heard says b,2');
  expect(fs.existsSync(mark), 'it was not started for this thread').toBe(false);

  await limit(home, server.name, '--remote', 'another');
  const third = await codex({ prompt: calling('rem', 'echo', { c: 3 }), cwd });
  expect(textOf(third)).toContain('unsupported call');
  // A thread that has the remote already.
  const later = await reply({ prompt: calling('rem', 'echo', { d: 4 }), threadId: threadOf(second) });
  expect(textOf(later)).toContain('may not use the MCP server rem');
  expect(heard.callsOf('echo').map((params) => params.arguments)).toEqual([{ a: 1 }, { b: 2 }]);
  await close();
});

test('a client on stdio has the limits of `local`, in every era', async ({ home, connectWay }) => {
  const clients = [await connectWay('2025-11-25 over stdio'), await connectWay('2026-07-28 over stdio')];
  await limit(home, 'local', '--no-codex');
  try {
    for (const client of clients) {
      expect([...(await toolsOf(client)).keys()]).toEqual([]);
      const result = await client.codex({ prompt: 'hello', cwd: home.folder });
      expect(textOf(result)).toContain('`patchbay token limit local --lift codex`');
    }
  } finally {
    await limit(home, 'local', '--lift', 'codex');
  }
  for (const client of clients) expect([...(await toolsOf(client)).keys()]).toContain('codex');
});

test('an expired token is refused with what to do, its sessions end, and it can be renewed', async ({
  host,
  home,
}) => {
  const server = await limited(home, host, '--expires', '30d');
  const session = await openSession(server);
  const file = path.join(host.home.patchbayHome, 'tokens.json');
  const kept = JSON.parse(fs.readFileSync(file, 'utf8'));
  const entry = kept.tokens.find(({ name }: { name: string }) => name === server.name);
  expect(entry.expiry).toEqual({ kind: 'unused', days: 30 });
  entry.usedAt = new Date(Date.now() - 31 * 24 * 60 * 60_000).toISOString();
  fs.writeFileSync(file, JSON.stringify(kept));

  const refused = await postInitialize(server);
  expect(refused.status).toBe(401);
  expect(refused.headers['www-authenticate']).toContain('error="invalid_token"');
  expect(refused.json.error.message).toContain(`The token of ${server.name} has expired.`);
  expect(refused.json.error.message).toContain(`patchbay token limit ${server.name} --expires 90d`);
  const { stdout } = await runPatchbay(home, ['token', 'list']);
  expect(stdout).toMatch(new RegExp(`^${server.name}\t.*\texpired 20`, 'm'));
  await eventually(async () => {
    const status = await runPatchbay(home, ['status', '--json']);
    const sessions: { principal: string }[] = JSON.parse(status.stdout).sessions;
    return sessions.every(({ principal }) => principal !== server.name);
  });

  await limit(home, server.name, '--expires', 'never');
  expect((await postInitialize(server)).status).toBe(200);
  await session.end().catch(() => undefined);
});

test('a change counts for the call right after it, however quickly they follow one another', async ({
  host,
  home,
}) => {
  home.writeConfig({ baseUrl: host.model.baseUrl, extra: probeTable('probe') });
  const server = await limited(home, host, '--tool', 'probe/echo');
  const at = { ...server, url: `${host.url}/probe` };
  const session = await openSession(at);
  const headers = { ...session.headers, 'Content-Type': 'application/json' };
  const params = { name: 'echo', arguments: {} };
  const call = async (id: number) => {
    const body = JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params });
    return await (await fetch(at.url, { method: 'POST', headers, body })).text();
  };
  for (let id = 0; id < 100; id += 1) {
    const isPaused = id % 2 === 1;
    pauseClient(host.home.patchbayHome, server.name, isPaused);
    expect((await call(id)).includes('has paused the client'), String(id)).toBe(isPaused);
  }
  await session.end();
});
