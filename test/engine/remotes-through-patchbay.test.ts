// Codex reaches remotes at an address through Patchbay: with Patchbay's credentials, and with a pass that is worth nothing to
// anybody else.
import fs from 'node:fs';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { CreateMessageRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { describe } from 'vitest';
import { type FakeModel, script } from '../support/fake-model.ts';
import { test as base } from '../support/fixtures.ts';
import { makeHeardEngine } from '../support/heard-engine.ts';
import { type HeardRemote, serveHeard } from '../support/heard-remote.ts';
import type { TestHome } from '../support/home.ts';
import { expect, type HomeOfTest, hostTest } from '../support/host-test.ts';
import { serveOffering } from '../support/offering/serve.ts';
import { runPatchbay, textOf, threadOf } from '../support/patchbay.ts';
import { enginesOf, eventually } from '../support/processes.ts';
import { acceptBoth, bearer, initializeRequest, type RawAnswer, send } from '../support/raw-http.ts';
import { httpTable, serveEverything } from '../support/remotes.ts';

interface Remotes {
  remote: HeardRemote;
  other: HeardRemote;
}

async function useHeard(use: (remote: HeardRemote) => Promise<void>, name?: string): Promise<void> {
  const remote = await serveHeard(name);
  await use(remote);
  await remote.close();
}

const REMOTE_TOKEN = 'from-variable';
const test = hostTest({ env: { REMOTE_TOKEN } }).extend<Remotes>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names a fixture needs from this pattern
  remote: ({}, use) => useHeard(use),
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names a fixture needs from this pattern
  other: ({}, use) => useHeard(use, 'other'),
});
const ownHostTest = base.extend<Remotes>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names a fixture needs from this pattern
  remote: ({}, use) => useHeard(use),
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names a fixture needs from this pattern
  other: ({}, use) => useHeard(use, 'other'),
});

const configure = (home: HomeOfTest, model: FakeModel, ...tables: string[]) =>
  home.writeConfig({ baseUrl: model.baseUrl, extra: tables.join('\n') });

const configureRemotes = (home: TestHome, remotes: Record<string, unknown>) => {
  fs.mkdirSync(home.patchbayHome, { recursive: true, mode: 0o700 });
  const file = path.join(home.patchbayHome, 'settings.json');
  fs.writeFileSync(file, JSON.stringify({ version: 1, remotes }));
};

/** A prompt with which the model calls a tool of a remote and says what came back. */
const calling = (server: string, tool: string, args: unknown = {}) =>
  script({ mcp: { server, tool, args } }, { text: 'It said: $LAST_OUTPUT' });

/** What Patchbay's own client says it is; the engine's is another. */
const isPatchbay = ({ headers }: HeardRemote['heard'][number]) =>
  /^(node|undici)$/.test(headers['user-agent'] ?? '');

const initialize = ({ url, headers }: { url: string; headers: object }): Promise<RawAnswer> =>
  send(url, { method: 'POST', headers: { ...acceptBoth, ...headers }, body: initializeRequest() });

describe('a call of Codex', () => {
  const tables: Record<string, { more: string; heard: Record<string, string> }> = {
    'no credential': { more: '', heard: {} },
    'headers of config.toml': {
      more: 'http_headers = { "Authorization" = "Bearer plain", "X-Plain" = "yes" }',
      heard: { authorization: 'Bearer plain', 'x-plain': 'yes' },
    },
    'a bearer token in a variable': {
      more: 'bearer_token_env_var = "REMOTE_TOKEN"',
      heard: { authorization: 'Bearer from-variable' },
    },
    'headers from variables': {
      more: 'env_http_headers = { "Authorization" = "REMOTE_TOKEN", "X-Key" = "REMOTE_TOKEN" }',
      heard: { authorization: 'from-variable', 'x-key': 'from-variable' },
    },
    'a header helper': {
      more: `http_headers_helper = "echo '{\\"Authorization\\":\\"Bearer helped\\"}'"`,
      heard: { authorization: 'Bearer helped' },
    },
    'words about OAuth': {
      more: 'scopes = ["read"]\noauth_resource = "https://remote.example"\n[mcp_servers.rem.oauth]\nclient_id = "id"',
      heard: {},
    },
  };

  for (const [what, { more, heard }] of Object.entries(tables)) {
    test(`reaches a remote with ${what} through Patchbay, and nothing else does`, async ({
      stdio,
      home,
      model,
      remote,
    }) => {
      configure(home, model, httpTable('rem', remote.url, more));
      const { codex } = await stdio();
      const result = await codex({ prompt: calling('rem', 'echo', { a: 1 }) });
      expect(textOf(result)).toContain('heard says a,1');
      expect(remote.heard.filter((request) => !isPatchbay(request))).toEqual([]);
      for (const { headers } of remote.heard) {
        expect(headers).toMatchObject(heard);
        expect(headers['x-patchbay-pass']).toBeUndefined();
        if (!heard['authorization']) expect(headers.authorization).toBeUndefined();
      }
    });
  }

  test('over HTTP takes the same way, and the remote sees Codex as its client', async ({
    connect,
    home,
    model,
    remote,
  }) => {
    configure(home, model, httpTable('rem', remote.url));
    const { codex } = await connect();
    expect(textOf(await codex({ prompt: calling('rem', 'echo'), cwd: home.folder }))).toContain('heard says');
    expect(remote.heard.every(isPatchbay)).toBe(true);
    const { clientInfo } = remote.heard.find(({ body }) => body?.method === 'initialize')?.body.params ?? {};
    expect(clientInfo.name).toBe('codex-mcp-client');
  });

  ownHostTest(
    'goes directly to the remote if the detour is switched off',
    async ({ stdio, home, model, remote, other }) => {
      configure(home, model, httpTable('rem', remote.url), httpTable('other', other.url));
      configureRemotes(home, { rem: { throughPatchbay: false } });
      const { codex } = await stdio();
      await codex({ prompt: calling('rem', 'echo') });
      expect(remote.callsOf('echo')).toHaveLength(1);
      expect(remote.heard.filter(isPatchbay)).toEqual([]);
      expect(other.heard.length).toBeGreaterThan(0);
      expect(other.heard.every(isPatchbay)).toBe(true);
    },
  );

  test("returns the remote's answer, or what is wrong when it cannot be reached", async ({
    stdio,
    home,
    model,
    remote,
  }) => {
    configure(home, model, httpTable('rem', remote.url));
    const { codex, reply } = await stdio();
    const failed = await codex({ prompt: calling('rem', 'fail') });
    expect(textOf(failed)).toContain('no such thing');
    await remote.close();
    const gone = await reply({ threadId: threadOf(failed), prompt: calling('rem', 'echo') });
    expect(textOf(gone)).toMatch(/The MCP server rem did not finish this call/);
  });

  test('shows its progress to its client while it runs', async ({ stdio, home, model, remote }) => {
    configure(home, model, httpTable('rem', remote.url));
    const { codex } = await stdio();
    const said: (string | undefined)[] = [];
    await codex({ prompt: calling('rem', 'work') }, { onprogress: ({ message }) => void said.push(message) });
    expect(said).toEqual(expect.arrayContaining(['calling rem.work']));
    expect(said.some((message) => message === 'digging' || message === 'sieving')).toBe(true);
  });

  ownHostTest('does not go through a proxy', async ({ stdio, home, model, remote }) => {
    configure(home, model, httpTable('rem', remote.url));
    const nobody = 'http://127.0.0.1:9';
    const { codex } = await stdio({
      env: { HTTP_PROXY: nobody, http_proxy: nobody, NO_PROXY: 'example.com' },
    });
    expect(textOf(await codex({ prompt: calling('rem', 'echo') }))).toContain('heard says');
  });

  test('still works when the address of the remote changes', async ({
    stdio,
    home,
    model,
    remote,
    other,
  }) => {
    configure(home, model, httpTable('rem', remote.url));
    const { codex, reply } = await stdio();
    const first = await codex({ prompt: calling('rem', 'echo') });
    configure(home, model, httpTable('rem', other.url));
    await eventually(async () => {
      const result = await reply({ threadId: threadOf(first), prompt: calling('rem', 'echo') });
      return textOf(result).includes('other says');
    });
  });

  ownHostTest('still works in a thread whose engine died', async ({ stdio, home, model, remote }) => {
    configure(home, model, httpTable('rem', remote.url));
    const { codex, reply } = await stdio();
    const first = await codex({ prompt: calling('rem', 'echo') });
    for (const { pid } of enginesOf(home.root)) process.kill(pid, 'SIGKILL');
    const result = await reply({ threadId: threadOf(first), prompt: calling('rem', 'echo', { b: 2 }) });
    expect(textOf(result)).toContain('heard says b,2');
  });
});

describe('remotes of every kind are reached:', () => {
  test('one that speaks the transport of 2024-11-05', async ({ stdio, home, model }) => {
    const server = await serveEverything('sse', home.env);
    configure(home, model, httpTable('rem', server.url));
    const { codex } = await stdio();
    const result = await codex({ prompt: calling('rem', 'echo', { message: 'old words' }) });
    expect(textOf(result)).toContain('old words');
    await server.stop();
  });

  test('one that speaks only 2026-07-28', async ({ stdio, home, model }) => {
    const server = await serveOffering('modern');
    configure(home, model, httpTable('rem', server.url, 'default_tools_approval_mode = "approve"'));
    const { codex } = await stdio();
    expect(textOf(await codex({ prompt: calling('rem', 'test_simple_text') }))).toContain('Plain words.');
    await server.close();
  });

  ownHostTest('one that all sessions share', async ({ stdio, home, model, remote }) => {
    configure(home, model, httpTable('rem', remote.url));
    configureRemotes(home, { rem: { shared: true } });
    const { codex } = await stdio();
    for (const a of [1, 2]) await codex({ prompt: calling('rem', 'echo', { a }) });
    expect(remote.callsOf('echo')).toHaveLength(2);
    expect(remote.heard.filter(({ body }) => body?.method === 'initialize')).toHaveLength(1);
  });
});

describe('a person', () => {
  test('is asked once about a call that must be approved', async ({ stdio, home, model, remote }) => {
    configure(home, model, httpTable('rem', remote.url, 'default_tools_approval_mode = "prompt"'));
    const { codex, elicitations } = await stdio({
      onElicit: () => ({ action: 'accept', content: { decision: 'approved' } }),
    });
    await codex({ prompt: calling('rem', 'echo') });
    expect(remote.callsOf('echo')).toHaveLength(1);
    expect(elicitations).toHaveLength(1);
  });

  test('prevents the call by saying no', async ({ stdio, home, model, remote }) => {
    configure(home, model, httpTable('rem', remote.url));
    const { codex } = await stdio({ onElicit: () => ({ action: 'decline' }) });
    await codex({ prompt: calling('rem', 'put') });
    expect(remote.callsOf('put')).toHaveLength(0);
  });

  test("is shown the remote's question, and the answer reaches the remote", async ({
    stdio,
    home,
    model,
    remote,
  }) => {
    configure(home, model, httpTable('rem', remote.url));
    const { codex, elicitations } = await stdio({
      onElicit: () => ({ action: 'accept', content: { colour: 'green' } }),
    });
    const result = await codex({ prompt: calling('rem', 'ask') });
    expect(elicitations[0]?.params.message).toContain('Which colour?');
    expect(textOf(result)).toContain('green');
  });
});

test("the client's own model is asked if possible, and the remote is told that it can be", async ({
  host,
  home,
  model,
  remote,
}) => {
  configure(home, model, httpTable('rem', remote.url));
  const client = new Client({ name: 'sampling', version: '1' }, { capabilities: { sampling: {} } });
  client.setRequestHandler(CreateMessageRequestSchema, () => ({
    model: 'own-model',
    role: 'assistant' as const,
    content: { type: 'text' as const, text: 'blue' },
  }));
  const requestInit = { headers: bearer(host.token) as Record<string, string> };
  await client.connect(new StreamableHTTPClientTransport(new URL(host.url), { requestInit }) as never);
  const args = { prompt: calling('rem', 'sample'), cwd: home.folder };
  const result = await client.callTool({ name: 'codex', arguments: args });
  expect(textOf(result as never)).toMatch(/own-model.*blue|blue.*own-model/);
  const { capabilities } = remote.heard.find(({ body }) => body?.method === 'initialize')?.body.params ?? {};
  expect(capabilities).toMatchObject({ sampling: {}, elicitation: {} });
  await client.close();
});

test('if no client of the thread has a model, the remote is told so and answered', async ({
  stdio,
  home,
  model,
  remote,
}) => {
  configure(home, model, httpTable('rem', remote.url));
  const { codex } = await stdio();
  expect(textOf(await codex({ prompt: calling('rem', 'sample') }))).toContain('sampling/createMessage');
  const { capabilities } = remote.heard.find(({ body }) => body?.method === 'initialize')?.body.params ?? {};
  expect(capabilities.sampling).toBeUndefined();
});

describe('a pass', () => {
  ownHostTest(
    'opens its remote within the limits of config.toml, and is refused anywhere else',
    async ({ http, httpClient, home, model, remote, other }) => {
      configure(
        home,
        model,
        httpTable('rem', remote.url, 'disabled_tools = ["hidden"]'),
        httpTable('other', other.url),
      );
      const engine = makeHeardEngine(home);
      const server = await http(['--engine', engine.file]);
      const { codex } = await httpClient(server);
      await codex({ prompt: 'begin', cwd: home.folder });
      await codex({ prompt: 'begin', cwd: home.folder });
      const pass = await engine.passFor('rem', 0);
      const ofOtherThread = await engine.passFor('rem', 1);
      const token = pass.headers['X-Patchbay-Pass'] ?? '';
      const at = (where: string, headers: object = pass.headers) => ({ url: where, headers });
      const door = (target: string) => new URL(target, pass.url).href;

      const opened = await initialize(pass);
      expect(opened.status).toBe(200);
      const session = { 'Mcp-Session-Id': String(opened.headers['mcp-session-id']) };
      const call = (name: string, headers: object) =>
        send(pass.url, {
          method: 'POST',
          headers: { ...acceptBoth, 'MCP-Protocol-Version': '2025-11-25', ...session, ...headers },
          body: { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: {} } },
        });
      expect((await call('echo', pass.headers)).text).toContain('heard says');
      expect((await call('hidden', pass.headers)).text).toMatch(/hidden.*switched off|switched off.*hidden/);
      expect(remote.callsOf('hidden')).toHaveLength(0);

      const refusals: [string, RawAnswer, number][] = [
        ['another remote', await initialize(at(door('/mcp/other'))), 401],
        ['a remote that is not there', await initialize(at(door('/mcp/nothing'))), 401],
        ['/mcp at the door', await initialize(at(door('/mcp'))), 404],
        ['/mcp/codex at the door', await initialize(at(door('/mcp/codex'))), 401],
        ['no pass', await initialize(at(pass.url, {})), 401],
        ['as a bearer token at the door', await initialize(at(pass.url, bearer(token))), 401],
        ['another thread, same remote', await call('echo', ofOtherThread.headers), 404],
        ['a foreign page', await initialize(at(pass.url, { ...pass.headers, Origin: 'http://evil' })), 403],
        ['a foreign host', await initialize(at(pass.url, { ...pass.headers, Host: 'evil.example' })), 403],
      ];
      for (const where of ['', '/codex', '/rem', '/other']) {
        const own = await initialize(at(server.url + where, { ...pass.headers, ...bearer(token) }));
        refusals.push([`/mcp${where} for clients`, own, 401]);
      }
      expect(refusals.map(([what, { status }]) => [what, status])).toEqual(
        refusals.map(([what, , expected]) => [what, expected]),
      );

      for (const { pid } of enginesOf(home.root)) process.kill(pid, 'SIGKILL');
      await eventually(async () => (await initialize(pass)).status === 401);
      expect((await call('echo', pass.headers)).status).toBe(401);
    },
  );

  ownHostTest(
    'ends with the token of its client, and with no other',
    async ({ http, httpClient, home, model, remote }) => {
      configure(home, model, httpTable('rem', remote.url));
      const engine = makeHeardEngine(home);
      const server = await http(['--engine', engine.file]);
      const token = (await runPatchbay(home, ['token', 'add', 'guest'])).stdout.trim();
      const guest = await httpClient({ ...server, token });
      await guest.codex({ prompt: 'begin', cwd: home.folder });
      await (await httpClient(server)).codex({ prompt: 'begin', cwd: home.folder });
      const pass = await engine.passFor('rem', 0);
      const stays = await engine.passFor('rem', 1);
      expect((await initialize(pass)).status).toBe(200);
      await runPatchbay(home, ['token', 'revoke', 'guest']);
      await eventually(async () => (await initialize(pass)).status === 401);
      expect((await initialize(stays)).status).toBe(200);
    },
  );

  ownHostTest('appears in no command, file, prompt or log', async ({ stdio, home, model, remote }) => {
    configure(home, model, httpTable('rem', remote.url));
    const engine = makeHeardEngine(home);
    const { codex, stderr } = await stdio({ args: ['--engine', engine.file, '--log-level', 'debug'] });
    const result = await codex({
      prompt: script(
        { mcp: { server: 'rem', tool: 'echo' } },
        { exec: { cmd: 'env; cat /proc/$PPID/environ | tr "\\0" "\\n"' } },
        { text: '$LAST_OUTPUT' },
      ),
      sandbox: 'read-only',
    });
    expect(textOf(result)).toContain('PATH=');
    const { headers } = await engine.passFor('rem');
    const token = headers['X-Patchbay-Pass'] ?? 'none';
    expect(token).toMatch(/^pb_[\w-]{43}$/);
    const kept = filesIn(home.root).filter(
      (file) => !file.endsWith('engine-heard.jsonl') && fs.readFileSync(file).includes(token),
    );
    expect(kept).toEqual([]);
    expect(textOf(result)).not.toContain(token);
    expect(JSON.stringify(model.requests)).not.toContain(token);
    expect(stderr()).not.toContain(token);
    const own = fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    const told = own.filter((pid) => wordsOf(pid).includes(token));
    expect(told).toEqual([]);
  });
});

function filesIn(folder: string): string[] {
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

function wordsOf(pid: string): string {
  try {
    return ['cmdline', 'environ'].map((file) => fs.readFileSync(`/proc/${pid}/${file}`, 'latin1')).join('\n');
  } catch {
    return '';
  }
}
