// Remotes through Patchbay as clients with a session see them: beside the Codex tools at /mcp, and each alone at
// /mcp/<remote>, where everything goes through as it came.
import fs from 'node:fs';
import path from 'node:path';
import { describe } from 'vitest';
import type { FakeModel } from '../support/fake-model.ts';
import { expect, test } from '../support/fixtures.ts';
import type { TestHome } from '../support/home.ts';
import { textOf } from '../support/patchbay.ts';
import { eventually, processesOf } from '../support/processes.ts';
import { openSession, type RawSession } from '../support/raw-http.ts';
import { connectRawStdio } from '../support/raw-stdio-client.ts';
import {
  everythingTable,
  filesystemFile,
  httpTable,
  memoryFile,
  probeFile,
  probeTable,
  serveEverything,
  stdioTable,
} from '../support/remotes.ts';
import { toolNames } from '../support/tool-names.ts';

// biome-ignore lint/suspicious/noExplicitAny: raw messages are looked at freely
type Json = any;

function configure(home: TestHome, model: FakeModel, ...tables: string[]): void {
  home.writeConfig({ baseUrl: model.baseUrl, extra: tables.join('\n') });
}

/** The address of one remote. */
const at = (server: { url: string; token: string }, name: string) => ({
  url: `${server.url}/${encodeURIComponent(name)}`,
  token: server.token,
});

const callTool = (session: RawSession, name: string, args: object = {}, _meta?: object) =>
  session.ask('tools/call', { name, arguments: args, ...(_meta && { _meta }) });

describe('beside the Codex tools', () => {
  test('the tools of all remotes are listed in the order of config.toml and can be called', async ({
    home,
    model,
    stdio,
  }) => {
    const memory = path.join(home.root, 'memory.json');
    const shared = home.makeFolder('shared');
    fs.writeFileSync(path.join(shared, 'hello.txt'), 'hello from a file');
    configure(
      home,
      model,
      everythingTable('everything'),
      stdioTable('files', filesystemFile, [shared]),
      stdioTable('memory', memoryFile, [], `env = { MEMORY_FILE_PATH = ${JSON.stringify(memory)} }`),
    );
    const { client } = await stdio();
    const names = (await client.listTools()).tools.map(({ name }) => name);
    expect(names.slice(0, toolNames.length)).toEqual(toolNames);
    const remotes = names.slice(toolNames.length).map((name) => name.split('__')[1]);
    expect([...new Set(remotes)]).toEqual(['everything', 'files', 'memory']);

    const echo = await client.callTool({ name: 'mcp__everything__echo', arguments: { message: 'hi' } });
    expect(textOf(echo as never)).toBe('Echo: hi');
    const file = { path: path.join(shared, 'hello.txt') };
    const read = await client.callTool({ name: 'mcp__files__read_text_file', arguments: file });
    expect(textOf(read as never)).toBe('hello from a file');
    const entities = [{ name: 'Ada', entityType: 'person', observations: ['wrote the first program'] }];
    await client.callTool({ name: 'mcp__memory__create_entities', arguments: { entities } });
    expect(fs.readFileSync(memory, 'utf8')).toContain('wrote the first program');
  });

  test('results, tool definitions and errors reach the client with all unknown fields', async ({
    home,
    model,
    http,
  }) => {
    configure(home, model, probeTable('probe'));
    const session = await openSession(await http());
    const { tools } = (await session.ask('tools/list')).result;
    const echo = tools.find(({ name }: Json) => name === 'mcp__probe__echo');
    expect(echo).toMatchObject({ 'x-unknown': { kept: true }, annotations: { 'x-hint': 1 } });
    expect(echo.inputSchema['x-unknown-keyword']).toBe(true);
    const strange = await callTool(session, 'mcp__probe__strange');
    expect(strange.result).toEqual({ content: [{ type: 'hologram', layers: 3 }], _meta: { 'x-meta': 1 } });
    const failed = await callTool(session, 'mcp__probe__fail');
    expect(failed.error).toEqual({ code: -32055, message: 'no such thing', data: { detail: 'kept' } });
  });

  test('a tool that config.toml switches off is neither listed nor called', async ({ home, model, http }) => {
    configure(
      home,
      model,
      probeTable('probe', [], 'enabled_tools = ["echo", "work"]\ndisabled_tools = ["work"]'),
    );
    const session = await openSession(await http());
    const { tools } = (await session.ask('tools/list')).result;
    const names = tools.map(({ name }: Json) => name);
    expect(names.filter((name: string) => name.startsWith('mcp__'))).toEqual(['mcp__probe__echo']);
    const { result } = await callTool(session, 'mcp__probe__work');
    expect(result).toMatchObject({ isError: true });
    expect(textOf(result)).toContain('switched off');
  });

  test('duplicate or too long names end in a hash, and reach the right remote', async ({
    home,
    model,
    http,
  }) => {
    const long = 'a-very-long-name-of-a-server-that-somebody-was-proud-of-for-some-reason';
    const calledSo = (name: string) =>
      probeTable(name, [], `enabled_tools = ["echo"]\nenv = { NAMED = ${name} }`);
    configure(home, model, calledSo('"a.b"'), calledSo('"a_b"'), calledSo(`"${long}"`), calledSo('"plain"'));
    const session = await openSession(await http());
    const { tools } = (await session.ask('tools/list')).result;
    const names: string[] = tools
      .map(({ name }: Json) => name)
      .filter((name: string) => name.startsWith('mcp__'));
    expect(names).toHaveLength(4);
    expect(new Set(names).size).toBe(4);
    for (const name of names) expect(name).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
    expect(names[0]).toMatch(/^mcp__a_b__echo_[0-9a-f]{8}$/);
    expect(names[3]).toBe('mcp__plain__echo');
    const remotes = ['a.b', 'a_b', long, 'plain'];
    for (const [index, name] of names.entries()) {
      const { result } = await callTool(session, name);
      expect(result.named).toBe(remotes[index]);
    }
  });

  test('/mcp/codex offers only the Codex tools', async ({ home, model, http }) => {
    configure(home, model, probeTable('probe'));
    const session = await openSession(at(await http(), 'codex'));
    const { tools } = (await session.ask('tools/list')).result;
    expect(tools.map(({ name }: Json) => name)).toEqual(toolNames);
  });

  test('progress, questions and cancellation pass through', async ({ home, model, stdio }) => {
    configure(home, model, probeTable('probe'));
    const { client, elicitations } = await stdio({
      onElicit: () => ({ action: 'accept', content: { colour: 'green' } }),
    });
    // The client of the SDK forgets who wanted the progress that arrives together with the result.
    const raw = await connectRawStdio(home);
    const work = { name: 'mcp__probe__work', arguments: { label: 'a' }, _meta: { progressToken: 't' } };
    await raw.request('tools/call', work);
    const progress = raw.messages.filter(({ method }) => method === 'notifications/progress');
    expect(progress.map(({ params }) => params.message)).toEqual(['a 1', 'a 2', 'a 3']);
    await raw.close();

    const requestedSchema = { type: 'object', properties: { colour: { type: 'string' } } };
    const params = { message: 'Which colour?', requestedSchema, 'x-asked': 1 };
    const asked = await client.callTool({
      name: 'mcp__probe__ask',
      arguments: { method: 'elicitation/create', params },
    });
    expect(JSON.parse(textOf(asked as never))).toMatchObject({ content: { colour: 'green' } });
    expect(elicitations[0]?.params).toMatchObject({ message: 'Which colour?' });

    const stop = new AbortController();
    const silent = client.callTool({ name: 'mcp__probe__silent' }, undefined, { signal: stop.signal });
    silent.catch(() => undefined);
    await client.callTool({ name: 'mcp__probe__echo' });
    stop.abort();
    await eventually(async () => {
      const known = await client.callTool({ name: 'mcp__probe__known' });
      return JSON.parse(textOf(known as never)).cancelled.length === 1;
    });
  });
});

describe('alone at /mcp/<remote>', () => {
  test("a remote introduces itself, and sees its client's capabilities", async ({ home, model, http }) => {
    configure(home, model, probeTable('"my probe"'));
    const server = await http();
    const session = await openSession(at(server, 'my probe'));
    const known = JSON.parse(textOf((await callTool(session, 'known')).result));
    expect(known.introduction).toMatchObject({ clientInfo: { name: 'raw-client' }, capabilities: {} });
    const answer = await session.ask('x-probe/anything', { any: 'thing' });
    expect(answer.result.got).toEqual({ any: 'thing' });
  });

  test('its answer to initialize passes unchanged', async ({ home, model, http, httpClient }) => {
    configure(home, model, probeTable('probe'));
    const { client } = await httpClient(at(await http(), 'probe'), {
      onElicit: () => ({ action: 'decline' }),
    });
    expect(client.getServerVersion()).toMatchObject({ name: 'probe' });
    expect(client.getInstructions()).toBe('Only for tests.');
    expect(client.getServerCapabilities()).toMatchObject({ experimental: { 'x-probe': {} }, logging: {} });
    const known = JSON.parse(textOf((await client.callTool({ name: 'known' })) as never));
    expect(known.introduction.capabilities).toEqual({ elicitation: {} });
  });

  for (const kind of ['stdio', 'streamableHttp', 'sse'] as const) {
    test(`the everything server over ${kind} offers everything it has`, async ({
      home,
      model,
      http,
      httpClient,
    }) => {
      const served = kind === 'stdio' ? undefined : await serveEverything(kind, home.env);
      try {
        configure(home, model, served ? httpTable('everything', served.url) : everythingTable('everything'));
        const { client } = await httpClient(at(await http(), 'everything'), {
          onElicit: () => ({ action: 'decline' }),
          roots: [`file://${home.folder}`],
        });
        const { tools } = await client.listTools();
        expect(tools.map(({ name }) => name)).toContain('trigger-elicitation-request');
        expect((await client.listPrompts()).prompts.length).toBeGreaterThan(0);
        const { resources } = await client.listResources();
        const [resource] = resources;
        const read = await client.readResource({ uri: String(resource?.uri) });
        expect(read.contents.length).toBeGreaterThan(0);
        expect((await client.listResourceTemplates()).resourceTemplates.length).toBeGreaterThan(0);
        await client.setLoggingLevel('debug');
        const declined = await client.callTool({ name: 'trigger-elicitation-request' });
        expect(textOf(declined as never)).toContain('declined');
        const rooted = await client.callTool({ name: 'get-roots-list' });
        expect(JSON.stringify(rooted)).toContain(home.folder);
      } finally {
        await served?.stop();
      }
    });
  }

  test("a remote's changes are reported to the client", async ({ home, model, http }) => {
    configure(home, model, probeTable('probe'));
    const session = await openSession(at(await http(), 'probe'));
    const stream = await session.listen();
    await callTool(session, 'extend');
    await stream.event(({ message }) => message?.method === 'notifications/tools/list_changed');
    const { tools } = (await session.ask('tools/list')).result;
    expect(tools.at(-1).name).toBe('further');
  });

  test('progress keeps its token and every field', async ({ home, model, http }) => {
    configure(home, model, probeTable('probe'));
    const session = await openSession(at(await http(), 'probe'));
    const params = { name: 'work', arguments: { label: 'b' }, _meta: { progressToken: 'mine' } };
    const stream = await session.post({ id: 'work', method: 'tools/call', params });
    await stream.event(({ message }) => message?.id === 'work');
    const said = stream.events().flatMap(({ message }) => (message?.method ? [message] : []));
    const progress = said.filter(({ method }: Json) => method === 'notifications/progress');
    expect(progress.map(({ params: one }: Json) => one)).toEqual(
      [1, 2, 3].map((step) => ({
        progressToken: 'mine',
        progress: step,
        message: `b ${step}`,
        'x-progress': 1,
      })),
    );
    expect(said.filter(({ method }: Json) => method === 'notifications/message')).toHaveLength(3);
  });

  test('a cancelled call gets no answer, and its remote hears why; ids may be used again', async ({
    home,
    model,
    http,
  }) => {
    configure(home, model, probeTable('probe'));
    const session = await openSession(at(await http(), 'probe'));
    const stream = await session.post({ id: 'same', method: 'tools/call', params: { name: 'silent' } });
    await session.post({
      method: 'notifications/cancelled',
      params: { requestId: 'same', reason: 'enough' },
    });
    await eventually(async () => {
      const known = await callTool(session, 'known');
      return JSON.parse(textOf(known.result)).cancelled.length === 1;
    });
    expect(stream.events().filter(({ message }) => message !== undefined)).toEqual([]);
    const again = await session.post({ id: 'same', method: 'tools/call', params: { name: 'echo' } });
    await again.event(({ message }) => message?.id === 'same');
  });

  test('a name that config.toml does not have is not found', async ({ home, model, http }) => {
    configure(home, model, probeTable('probe'));
    await expect(openSession(at(await http(), 'other'))).rejects.toThrow(/404.*no MCP server/);
  });
});

test('a shared remote has one connection for all sessions, and cannot ask', async ({
  home,
  model,
  http,
  httpClient,
}) => {
  configure(home, model, probeTable('probe'));
  fs.mkdirSync(home.patchbayHome, { recursive: true });
  const settings = { version: 1, remotes: { probe: { shared: true } } };
  fs.writeFileSync(path.join(home.patchbayHome, 'settings.json'), JSON.stringify(settings));
  const server = await http();
  const both = await Promise.all(
    [1, 2].map(() => httpClient(server, { onElicit: () => ({ action: 'accept' }) })),
  );
  const results = both.map(async ({ client }, index) => {
    const said: unknown[] = [];
    await client.callTool({ name: 'mcp__probe__work', arguments: { label: `l${index}` } }, undefined, {
      onprogress: ({ message }) => void said.push(message),
    });
    return said;
  });
  const expected = [0, 1].map((index) => [1, 2, 3].map((step) => `l${index} ${step}`));
  expect(await Promise.all(results)).toEqual(expected);
  const asked = await both[0]?.client.callTool({
    name: 'mcp__probe__ask',
    arguments: { method: 'elicitation/create' },
  });
  expect(textOf(asked as never)).toContain('Nobody can answer');
  const [first, second] = both;
  await first?.close();
  expect(textOf((await second?.client.callTool({ name: 'mcp__probe__echo' })) as never)).toBe('{}');
  expect(processesOf(home.root).filter(({ command }) => command.includes(probeFile))).toHaveLength(1);
});
