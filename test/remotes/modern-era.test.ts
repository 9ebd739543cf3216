// Remotes through Patchbay as clients of MCP 2026-07-28 see them. Where the remote speaks that era too, requests go
// through as they are; where it does not, its questions become results.
import { once } from 'node:events';
import fs from 'node:fs';
import nodeHttp, { type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { onTestFinished } from 'vitest';
import type { FakeModel } from '../support/fake-model.ts';
import { expect, test } from '../support/fixtures.ts';
import type { TestHome } from '../support/home.ts';
import {
  answering,
  askModern,
  connectModernHttp,
  openModern,
  questionsIn,
} from '../support/modern-client.ts';
import { serveOffering } from '../support/offering/serve.ts';
import { runPatchbay, textOf } from '../support/patchbay.ts';
import { eventually, processesOf } from '../support/processes.ts';
import { bearer } from '../support/raw-http.ts';
import { httpTable, modernProgramFile, probeFile, probeTable, stdioTable } from '../support/remotes.ts';

const configure = (home: TestHome, model: FakeModel, ...tables: string[]) =>
  home.writeConfig({ baseUrl: model.baseUrl, extra: tables.join('\n') });

const at = (server: { url: string; token: string }, name: string) => ({
  ...server,
  url: `${server.url}/${name}`,
});

/** As the window does it, for all clients with a token. */
function pause({ patchbayHome }: TestHome): void {
  const file = (name: string) => path.join(patchbayHome, name);
  const { tokens } = JSON.parse(fs.readFileSync(file('tokens.json'), 'utf8')) as { tokens: { id: string }[] };
  const principals = Object.fromEntries(tokens.map(({ id }) => [id, { isPaused: true }]));
  fs.writeFileSync(file('principals.json'), JSON.stringify({ version: 1, principals }));
}

const requestedSchema = { type: 'object', properties: { colour: { type: 'string' } } };
const asking = { method: 'elicitation/create', params: { message: 'Which colour?', requestedSchema } };

for (const scope of ['everything', 'remote'] as const) {
  const [suffix, prefix] = scope === 'everything' ? ['', 'mcp__probe__'] : ['/probe', ''];

  test(`a question of an older remote is the result of a call, and the answer reaches it (${scope})`, async ({
    home,
    model,
    http,
  }) => {
    configure(home, model, probeTable('probe'));
    const server = await http();
    const client = await connectModernHttp(
      { ...server, url: server.url + suffix },
      { onElicit: () => ({ action: 'accept', content: { colour: 'green' } }) },
    );
    const first = questionsIn(await client.round(`${prefix}ask`, asking));
    const [question] = Object.values(first.inputRequests);
    expect(question).toMatchObject({ method: 'elicitation/create', params: { message: 'Which colour?' } });
    const answer = { action: 'accept', content: { colour: 'red' } };
    const result = await client.round(`${prefix}ask`, asking, answering(first, answer));
    expect(JSON.parse(textOf(result as never))).toMatchObject(answer);
    const whole = await client.call(`${prefix}ask`, asking);
    expect(textOf(whole)).toContain('green');
    await client.close();
  });
}

test('a state that was changed, or belongs to another call, is refused', async ({ home, model, http }) => {
  configure(home, model, probeTable('probe'));
  const client = await connectModernHttp(at(await http(), 'probe'), {
    onElicit: () => ({ action: 'decline' }),
  });
  const first = questionsIn(await client.round('ask', asking));
  const answers = answering(first, { action: 'decline' });
  const refused = { code: -32602, message: expect.stringContaining('Make the call again without it.') };
  for (const requestState of [`${answers.requestState}x`, 'made up', 'a.b.c', '']) {
    const tampered = { ...answers, requestState };
    await expect(client.round('ask', asking, tampered), requestState).rejects.toMatchObject(refused);
  }
  await expect(client.round('echo', {}, answers)).rejects.toMatchObject(refused);
  await client.close();
});

test('a connection is reused by the same client, and never by another principal', async ({
  home,
  model,
  http,
}) => {
  configure(home, model, probeTable('probe'));
  const server = at(await http(['--no-auth']), 'probe');
  const remotes = () => processesOf(home.root).filter(({ command }) => command.includes(probeFile)).length;
  const call = { method: 'tools/call', params: { name: 'echo', arguments: {} } };
  for (let time = 0; time < 5; time += 1) expect((await askModern(server, call)).status).toBe(200);
  expect(remotes()).toBe(1);
  // A client that can do more is shown to the remote as such.
  await askModern(server, { ...call, capabilities: { elicitation: {} } });
  expect(remotes()).toBe(2);
});

test('a client that leaves cancels its call', async ({ home, model, http }) => {
  configure(home, model, probeTable('probe'));
  const client = await connectModernHttp(at(await http(), 'probe'));
  const gone = new AbortController();
  const silent = client.call('silent', {}, { signal: gone.signal });
  silent.catch(() => undefined);
  await client.call('echo', {});
  gone.abort();
  // Two at once, so that one of them gets the connection of the call that was given up.
  await eventually(async () => {
    const both = await Promise.all([client.call('known', {}), client.call('known', {})]);
    return both.some((known) => JSON.parse(textOf(known)).cancelled.length > 0);
  });
  await client.close();
});

test('a remote of the same era gets requests unchanged, with its own credentials, and none of a paused client', async ({
  home,
  model,
  http,
}) => {
  const remote = await serveOffering('modern');
  configure(home, model, httpTable('offering', remote.url, 'disabled_tools = ["test_image_content"]'));
  try {
    const server = at(await http(), 'offering');
    const client = await connectModernHttp(server, {
      onElicit: () => ({ action: 'accept', content: { name: 'Ada' } }),
    });
    const { tools } = await client.client.listTools();
    const names = tools.map(({ name }) => name);
    expect(names).toContain('test_simple_text');
    expect(names).not.toContain('test_image_content');
    expect(textOf(await client.call('test_input_required_result_elicitation', {}))).toBe('Hello, Ada!');
    const off = await client.call('test_image_content', {});
    expect(textOf(off)).toContain('switched off');

    pause(home);
    const paused = await client.call('test_simple_text', {});
    expect(textOf(paused)).toContain('has paused the client default');
    expect((await client.client.listTools()).tools.map(({ name }) => name)).toEqual(names);
    await client.close();
  } finally {
    await remote.close();
  }
});

test('calls relayed unchanged are recorded, one record per day, and their tools compared', async ({
  home,
  model,
  http,
}) => {
  const remote = await serveOffering('modern');
  configure(home, model, httpTable('offering', remote.url));
  try {
    const server = at(await http(), 'offering');
    const client = await connectModernHttp(server, {
      onElicit: () => ({ action: 'accept', content: { name: 'Ada' } }),
    });
    await client.call('test_simple_text', {});
    await client.call('test_input_required_result_elicitation', {});
    await client.call('test_error_handling', {});
    await client.call('no_such_tool', {}).catch(() => undefined);
    await client.close();
    const lines = await eventually(async () => {
      const { stdout } = await runPatchbay(home, ['sessions', 'list', '--json']);
      const records = JSON.parse(stdout);
      if (records.length !== 1) return false;
      const [{ threadId }] = records;
      const file = path.join(home.patchbayHome, 'records', `${threadId}.jsonl`);
      const all = fs
        .readFileSync(file, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      return all.length === 5 && all;
    });
    const today = new Date().toISOString().slice(0, 10);
    expect(lines[0]).toMatchObject({
      kind: 'thread',
      isSession: true,
      threadId: expect.stringContaining(today),
    });
    expect(lines.slice(1)).toMatchObject([
      { kind: 'remote-call', remote: 'offering', what: 'test_simple_text', outcome: 'answered' },
      { what: 'test_input_required_result_elicitation', outcome: 'answered' },
      { what: 'test_error_handling', outcome: 'failed' },
      { what: 'no_such_tool', outcome: 'failed' },
    ]);
    const pins = JSON.parse(fs.readFileSync(path.join(home.patchbayHome, 'remote-tools.json'), 'utf8'));
    expect(Object.keys(pins.remotes.offering.tools)).toContain('test_simple_text');
  } finally {
    await remote.close();
  }
});

test('a client of that era sees what an older remote offers', async ({ home, model, http }) => {
  const remote = await serveOffering('legacy');
  configure(home, model, httpTable('offering', remote.url));
  try {
    const server = at(await http(), 'offering');
    const client = new Client({ name: 'reader', version: '1' }, { versionNegotiation: { mode: 'auto' } });
    const requestInit = { headers: { ...bearer(server.token) } as Record<string, string> };
    await client.connect(new StreamableHTTPClientTransport(new URL(server.url), { requestInit }));
    expect(client.getProtocolEra()).toBe('modern');
    expect(client.getServerVersion()).toMatchObject({ name: 'offering' });
    expect((await client.listPrompts()).prompts.length).toBeGreaterThan(0);
    expect((await client.listResources()).resources.length).toBeGreaterThan(0);
    const { contents } = await client.readResource({ uri: 'test://static-text' });
    expect(contents).toHaveLength(1);
    await client.close();
  } finally {
    await remote.close();
  }
});

test('an older client can use a remote that speaks only the newer era', async ({
  home,
  model,
  http,
  httpClient,
}) => {
  const remote = await serveOffering('modern');
  configure(home, model, httpTable('offering', remote.url));
  try {
    const { client } = await httpClient(at(await http(), 'offering'), {
      onElicit: () => ({ action: 'accept', content: { name: 'Ada' } }),
    });
    expect(client.getServerVersion()).toMatchObject({ name: 'offering' });
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toContain('test_simple_text');
    const asked = await client.callTool({ name: 'test_input_required_result_elicitation' });
    expect(textOf(asked as never)).toBe('Hello, Ada!');
    const progress: number[] = [];
    await client.callTool({ name: 'test_tool_with_progress' }, undefined, {
      onprogress: (said) => void progress.push(said.progress),
    });
    expect(progress).toEqual([0, 50, 100]);
  } finally {
    await remote.close();
  }
});

test('a program that speaks only the newer era can be used by clients of both', async ({
  home,
  model,
  http,
  httpClient,
}) => {
  configure(home, model, stdioTable('program', modernProgramFile));
  const server = at(await http(), 'program');
  const onElicit = () => ({ action: 'accept', content: { name: 'Ada' } });
  const { client } = await httpClient(server, { onElicit });
  expect(client.getServerVersion()).toMatchObject({ name: 'modern-program' });
  const asked = await client.callTool({ name: 'test_input_required_result_elicitation' });
  expect(textOf(asked as never)).toBe('Hello, Ada!');
  const progress: number[] = [];
  await client.callTool({ name: 'test_tool_with_progress' }, undefined, {
    onprogress: (said) => void progress.push(said.progress),
  });
  expect(progress).toEqual([0, 50, 100]);
  const died = await client.callTool({ name: 'die' });
  expect(textOf(died as never)).toMatch(/did not finish this call.*the disk is on fire/s);
  expect(textOf((await client.callTool({ name: 'test_simple_text' })) as never)).toBe('Plain words.');

  const modern = await connectModernHttp(server, { onElicit });
  expect(textOf(await modern.call('test_input_required_result_elicitation', {}))).toBe('Hello, Ada!');
  await modern.close();
});

for (const scope of ['', '/probe']) {
  test(`a client that listens at /mcp${scope} is notified when an older remote's tools change`, async ({
    home,
    model,
    http,
  }) => {
    configure(home, model, probeTable('probe'));
    const server = await http();
    const stream = await openModern(
      { ...server, url: server.url + scope },
      { method: 'subscriptions/listen', params: { notifications: { toolsListChanged: true } } },
    );
    const told = () => stream.events().map(({ message }) => message?.method);
    await eventually(() => told().includes('notifications/subscriptions/acknowledged'));
    // Held by the listener, before anybody has called the remote.
    await eventually(() => processesOf(home.root).some(({ command }) => command.includes(probeFile)));
    await askModern(at(server, 'probe'), {
      method: 'tools/call',
      params: { name: 'extend', arguments: {} },
    });
    await eventually(() => told().includes('notifications/tools/list_changed'));
    stream.cut();
  });
}

test('a client that listens to a remote is cut off when the remote is, after what it still said', async ({
  home,
  model,
  http,
}) => {
  const remote = await listenForModern();
  configure(home, model, httpTable('leaving', remote.url));
  const listen = { method: 'subscriptions/listen', params: { notifications: {} } };
  const stream = await openModern(at(await http(), 'leaving'), listen);
  await eventually(() => stream.text().includes(': still here'));
  remote.cut();
  await eventually(() => stream.hasEnded());
});

/** A remote that answers everything but its discovery with a stream, which stays open until it is cut. */
async function listenForModern(): Promise<{ url: string; cut(): void }> {
  const streams: ServerResponse[] = [];
  const server = nodeHttp.createServer(async (request, response) => {
    const { id, method } = (await json(request)) as { id: unknown; method: string };
    if (method !== 'server/discover') {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write(': still here\n\n');
      return void streams.push(response);
    }
    const about = { capabilities: { tools: {} }, serverInfo: { name: 'leaving', version: '1' } };
    const result = { supportedVersions: ['2026-07-28'], ...about };
    response
      .setHeader('Content-Type', 'application/json')
      .end(JSON.stringify({ jsonrpc: '2.0', id, result }));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    cut: () => {
      for (const stream of streams) stream.destroy();
    },
  };
}

test('a client has a limited number of connections, and its calls wait for one', async ({
  home,
  model,
  http,
}) => {
  configure(home, model, probeTable('probe'));
  const server = at(await http(['--no-auth']), 'probe');
  const remotes = () => processesOf(home.root).filter(({ command }) => command.includes(probeFile)).length;
  const call = { method: 'tools/call', params: { name: 'echo', arguments: {} } };
  const asked = Array.from({ length: 24 }, () =>
    askModern(server, { ...call, capabilities: { elicitation: {} } }),
  );
  for (const answer of await Promise.all(asked)) expect(answer.text).toContain('structuredContent');
  expect(remotes()).toBeLessThanOrEqual(16);
});

test('calls that use up all connections while they wait for their client can be answered', async ({
  home,
  model,
  http,
}) => {
  configure(home, model, probeTable('probe'));
  const server = at(await http(['--no-auth']), 'probe');
  const client = await connectModernHttp(server, { onElicit: () => undefined });
  const asked = await Promise.all(Array.from({ length: 16 }, () => client.round('ask', asking)));
  const answer = { action: 'accept', content: { colour: 'red' } };
  for (const round of asked.map(questionsIn)) {
    const result = await client.round('ask', asking, answering(round, answer));
    expect(textOf(result as never)).toContain('red');
  }
  await client.close();
});

test('a remote that does not start is reported with the reason, to server/discover and to a call', async ({
  home,
  model,
  http,
}) => {
  configure(home, model, probeTable('probe', ['dies']));
  const server = at(await http(), 'probe');
  const discovered = await askModern(server, { method: 'server/discover' });
  expect(discovered.text).toContain('cannot find my licence');
  const called = await askModern(server, { method: 'tools/call', params: { name: 'echo', arguments: {} } });
  expect(called.text).toMatch(/"isError":true/);
  expect(called.text).toContain('cannot find my licence');
});
