import fs from 'node:fs';
import path from 'node:path';
import { describe } from 'vitest';
import { script } from '../support/fake-model.ts';
import { test as base, expect } from '../support/fixtures.ts';
import { serveHeld } from '../support/held-remote.ts';
import { makeHome } from '../support/home.ts';
import { relaysOf } from '../support/hosts.ts';
import { textOf, threadOf } from '../support/patchbay.ts';
import { allGone, eventually } from '../support/processes.ts';
import { clientInfo, type Message, type RawStdio, startRawStdio } from '../support/raw-stdio.ts';
import { httpTable, probeTable } from '../support/remotes.ts';
import { toolNames } from '../support/tool-names.ts';

const NEWEST = '2025-11-25';

const test = base.extend<{ raw: RawStdio; session: RawStdio; shared: RawStdio }>({
  /** The server, before anything was said to it. */
  raw: async ({ home }, use) => {
    const raw = startRawStdio(home);
    await use(raw);
    await raw.end();
  },
  /** The same, initialized. */
  session: async ({ raw }, use) => {
    await raw.initialize();
    await use(raw);
  },
  /** One initialized server for all tests that leave nothing behind in it. */
  shared: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names a fixture needs from this pattern
    async ({}, use) => {
      const home = makeHome();
      // The engine is asked whether it is signed in; its model is not.
      home.writeConfig({ baseUrl: 'http://127.0.0.1:1/v1' });
      const shared = startRawStdio(home);
      await shared.initialize();
      await use(shared);
      await shared.end();
      await allGone(home.root);
      home.remove();
    },
    { scope: 'file' },
  ],
});

describe('a line the server cannot use', () => {
  const NOT_JSON = { id: null, code: -32700, words: 'it is not valid JSON' };
  const invalid = (id: unknown, words: string) => ({ id, code: -32600, words });
  const ping = (id: unknown) => JSON.stringify({ jsonrpc: '2.0', id, method: 'ping' });
  const nested = (id: unknown, levels: number) =>
    `${ping(id).slice(0, -1)},"params":{"deep":${'['.repeat(levels - 2)}${']'.repeat(levels - 2)}}}`;

  /** What a line is answered with, if with anything. */
  const lines: Readonly<Record<string, readonly { id: unknown; code: number; words: string }[]>> = {
    'hello there': [NOT_JSON],
    '{"jsonrpc":"2.0","id":1,"method":"pi': [NOT_JSON],
    '\u0000\ufffd\u0007': [NOT_JSON],
    '': [],
    ' \t': [],
    '42': [invalid(null, 'a message must be a JSON object')],
    null: [invalid(null, 'a message must be a JSON object')],
    '[]': [invalid(null, 'the batch is empty')],
    '[1,[]]': [
      invalid(null, 'a message must be a JSON object'),
      invalid(null, 'a message must be a JSON object'),
    ],
    [`[${Array.from({ length: 101 }, (_, at) => ping(`many${at}`))}]`]: [
      invalid(null, 'the batch has 101 messages, and 100 are the most'),
    ],
    [`[${ping('b')},{"jsonrpc":"2.0","id":"i","method":"initialize"}]`]: [
      invalid(null, '`initialize` must be sent alone, not in a batch'),
    ],
    '{"id":1,"method":"ping"}': [invalid(1, '`jsonrpc` must be "2.0"')],
    '{"jsonrpc":"1.0","id":"a","method":"ping"}': [invalid('a', '`jsonrpc` must be "2.0"')],
    '{"jsonrpc":"2.0","id":2}': [invalid(2, '`method` is missing')],
    '{"jsonrpc":"2.0","id":3,"method":7}': [invalid(3, '`method` must be a string')],
    [ping(1.5)]: [invalid(1.5, '`id` must be a string or a whole number')],
    [ping(null)]: [invalid(null, '`id` must be a string or a whole number')],
    [ping({})]: [invalid(null, '`id` must be a string or a whole number')],
    [ping(true)]: [invalid(null, '`id` must be a string or a whole number')],
    '{"jsonrpc":"2.0","id":9007199254740993,"method":"ping"}': [
      invalid(null, '`id` is a larger number than can be answered exactly: send it as a string'),
    ],
    '{"jsonrpc":"2.0","id":1e400,"method":"ping"}': [
      invalid(null, '`id` must be a string or a whole number'),
    ],
    [`[${ping(7)},${ping('b')},${ping(7)}]`]: [invalid(null, 'two requests of the batch have the `id` 7')],
    '{"jsonrpc":"2.0","id":4,"method":"ping","params":5}': [invalid(4, '`params` must be a JSON object')],
    '{"jsonrpc":"2.0","id":5,"method":"ping","params":[]}': [invalid(5, '`params` must be a JSON object')],
    '{"jsonrpc":"2.0","id":6,"method":"ping","params":{"_meta":{"progressToken":{}}}}': [
      invalid(6, '`params._meta.progressToken` must be a string or a whole number'),
    ],
    '{"jsonrpc":"2.0","id":7,"method":"ping","trace":1}': [invalid(7, '"trace" is no member of a message')],
    [nested(9, 201)]: [invalid(9, 'it is nested more than 200 levels deep')],
    [nested('deep', 40_000)]: [invalid('deep', 'it is nested more than 200 levels deep')],
    ['['.repeat(1000)]: [invalid(null, 'it is nested more than 200 levels deep')],
    '{"jsonrpc":"2.0","method":"notifications/nope","params":1}': [
      invalid(null, '`params` must be a JSON object'),
    ],
    // Answers are never answered, and nobody asked for these.
    '{"jsonrpc":"2.0","id":77,"result":7}': [],
    '{"jsonrpc":"1.0","id":77,"result":{}}': [],
    '{"jsonrpc":"2.0","id":77,"result":{}}': [],
    '{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"x"}}': [],
    '{"jsonrpc":"2.0","id":78,"error":{"code":1,"message":"x"}}': [],
    // Nor are notifications.
    '{"jsonrpc":"2.0","method":"notifications/nope"}': [],
    '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":99}}': [],
    '{"jsonrpc":"2.0","method":"notifications/cancelled"}': [],
    '{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":1,"progress":1}}': [],
  };

  async function expectAnswers(session: RawStdio): Promise<void> {
    for (const [line, expected] of Object.entries(lines)) {
      const before = session.lines.length;
      session.write(`${line}\n`);
      expect(await session.ask('ping'), `after ${line}`).toMatchObject({ result: {} });
      const answers = session.lines.slice(before, -1).map((answer) => JSON.parse(answer));
      expect(answers, line).toEqual(
        expected.map(({ id, code, words }) => ({
          jsonrpc: '2.0',
          id,
          error: { code, message: `This message cannot be used: ${words}.` },
        })),
      );
    }
  }

  test('is answered with what is wrong with it, and the session goes on', async ({ session }) => {
    await expectAnswers(session);
    expect((await session.ask('tools/list')).result.tools).toHaveLength(toolNames.length);
    expect(await session.end()).toBe(0);
  });

  test('is answered in the same way through a relay', async ({ http, home }) => {
    await http();
    const session = startRawStdio(home);
    await session.initialize();
    await relaysOf(home, 1);
    await expectAnswers(session);
    expect(await session.end()).toBe(0);
  });

  test('does not keep the client from initializing after it', async ({ raw }) => {
    for (const line of Object.keys(lines)) raw.write(`${line}\n`);
    expect((await raw.initialize()).result.protocolVersion).toBe(NEWEST);
  });

  test('is answered no more after twenty in a row that tell no id', async ({ session }) => {
    const before = session.lines.length;
    session.write('garbage\n'.repeat(50_000));
    session.write(`${JSON.stringify({ id: 'told', method: 'ping' })}\n`);
    expect(await session.answerTo('told')).toMatchObject({ error: { code: -32600 } });
    const answers = session.lines.slice(before).map((line) => JSON.parse(line));
    expect(answers.map(({ id }) => id)).toEqual([...Array(20).fill(null), 'told']);
    expect(answers[19].error.message).toMatch(/ What follows gets no answer until it can be read\.$/);
    await session.ask('ping');
    session.write('garbage\n');
    await session.ask('ping');
    expect(JSON.parse(session.lines.at(-2) ?? '')).toMatchObject({ id: null, error: { code: -32700 } });
  });

  test('may be a batch, whose messages are answered one by one', async ({ session }) => {
    session.write(`[${ping('one')},7,{"jsonrpc":"2.0","id":"two","method":"nope"},${ping(3)}]\n`);
    expect(await session.answerTo('one')).toMatchObject({ result: {} });
    expect(await session.answerTo(null)).toMatchObject({ error: { code: -32600 } });
    expect(await session.answerTo('two')).toMatchObject({ error: { code: -32601 } });
    expect(await session.answerTo(3)).toMatchObject({ result: {} });
  });
});

describe('the end of the input', () => {
  /** Asks everything in one go, the last of it without a line end, and ends the input. */
  async function expectAnswers(raw: RawStdio): Promise<void> {
    const call = (name: string, args: object) => ({
      method: 'tools/call',
      params: { name, arguments: args },
    });
    const asked = [
      { id: 'malformed', method: 'tools/call', params: {} },
      { id: 'unknown', ...call('nope', {}) },
      { id: 'refused', ...call('codex', { prompt: 7 }) },
      { id: 'threads', ...call('codex-threads', {}) },
      { id: 'turn', ...call('codex', { prompt: 'x' }) },
      { id: 'list', method: 'tools/list' },
      { id: 'last', method: 'ping' },
    ];
    raw.write(asked.map((message) => JSON.stringify({ jsonrpc: '2.0', ...message })).join('\n'));
    expect(await raw.end()).toBe(0);
    const result = async (id: string) => (await raw.answerTo(id)).result;
    expect(await raw.answerTo('malformed')).toMatchObject({ error: { code: -32602 } });
    expect(textOf(await result('unknown'))).toBe("Unknown tool 'nope'");
    expect(textOf(await result('refused'))).toContain('expected a string');
    expect((await result('threads')).structuredContent.threads).toBeInstanceOf(Array);
    expect(textOf(await result('turn'))).toMatch(/^The client ended its input while this call was running/);
    expect((await result('list')).tools).toHaveLength(toolNames.length);
    expect(await result('last')).toEqual({});
  }

  test('does not keep what was asked before it from being answered', async ({ session }) => {
    await expectAnswers(session);
  });

  test('does not either through a relay', async ({ http, home }) => {
    await http();
    const session = startRawStdio(home);
    await session.initialize();
    await relaysOf(home, 1);
    await expectAnswers(session);
  });

  test('stops a call of a remote that has no answer yet, and says so', async ({ raw, home }) => {
    const remote = await serveHeld('tools/call');
    home.writeConfig({ baseUrl: 'http://127.0.0.1:1/v1', extra: httpTable('held', remote.url) });
    await raw.initialize();
    raw.send({ id: 'held-call', method: 'tools/call', params: { name: 'mcp__held__late', arguments: {} } });
    await eventually(() => remote.waiting === 1);
    expect(await raw.end()).toBe(0);
    expect((await raw.answerTo('held-call')).error).toMatchObject({
      code: -32000,
      message: expect.stringMatching(/^The client ended its input before tools\/call had an answer/),
    });
    expect(raw.lines.filter((line) => line.includes('"held-call"'))).toHaveLength(1);
    await remote.close();
  });

  test('stops a running turn, which is recorded and answered, and has its id for itself', async ({
    raw,
    home,
    model,
  }) => {
    home.writeConfig({ baseUrl: model.baseUrl });
    await raw.initialize();
    const args = { prompt: script({ hang: true }), cwd: home.folder };
    raw.send({ id: 'turn', method: 'tools/call', params: { name: 'codex', arguments: args } });
    await eventually(() => raw.lines.some((line) => line.includes('"task_started"')));
    // A second request of its id could not be answered by itself.
    raw.send({ id: 'turn', method: 'ping' });
    expect((await raw.answerTo(null)).error).toEqual({
      code: -32600,
      message: 'This message cannot be used: its `id` is that of a request that still runs.',
    });
    expect(await raw.end()).toBe(0);
    const { result } = await raw.answerTo('turn');
    expect(textOf(result)).toMatch(/^The client ended its input while this call was running/);
    expect(result).toMatchObject({ isError: true, structuredContent: { receipt: {} } });
    const records = path.join(home.patchbayHome, 'records');
    const record = path.join(records, `${threadOf(result)}.jsonl`);
    expect(fs.readFileSync(record, 'utf8')).toMatch(/"kind":"turn-ended".*"status":"interrupted"/);
  });
});

describe('messages on their way', () => {
  test('are understood in small pieces, which may cut a character', async ({ session }) => {
    const line = Buffer.from('{"jsonrpc":"2.0","id":"é🙂","method":"ping"}\n');
    for (const byte of line) {
      await new Promise((resolve) => session.child.stdin?.write(Buffer.from([byte]), resolve));
    }
    expect(await session.answerTo('é🙂')).toMatchObject({ result: {} });
  });

  test('are understood when several arrive at once, and with CRLF', async ({ session }) => {
    const ping = (id: string) => JSON.stringify({ jsonrpc: '2.0', id, method: 'ping' });
    session.write(`${ping('one')}\r\n${ping('two')}\n\n${ping('three')}\r\n`);
    for (const id of ['one', 'two', 'three']) {
      expect(await session.answerTo(id)).toMatchObject({ result: {} });
    }
  });

  test('may begin with a byte order mark, as programs on Windows write it', async ({ raw }) => {
    raw.write('\ufeff');
    expect((await raw.initialize()).result.serverInfo.name).toBe('patchbay');
  });

  test('may be large: 5 MiB reach the tool', async ({ session }) => {
    const field = 'x'.repeat(5 * 1024 * 1024);
    const text = await refusal(session, 'codex', { prompt: 'hi', [field]: 1 });
    expect(text.includes(`unknown field \`${field}\``)).toBe(true);
  });

  const padding = 'x'.repeat(17 * 1024 * 1024);
  const tooLong = {
    code: -32600,
    message:
      'This message cannot be used: it is longer than 16 MiB, the most that Patchbay reads in one line.',
  };

  async function sendTooLong(session: RawStdio): Promise<void> {
    const params = { padding };
    session.send({ id: 'first', method: 'ping', params });
    expect((await session.answerTo('first')).error).toEqual(tooLong);
    // The SDK writes the id last.
    session.write(`${JSON.stringify({ method: 'ping', params, jsonrpc: '2.0', id: 'last' })}\n`);
    expect((await session.answerTo('last')).error).toEqual(tooLong);
    session.write(padding);
    expect((await session.answerTo(null)).error).toEqual(tooLong);
    session.write('\n');
    expect(await session.ask('ping')).toMatchObject({ result: {} });
  }

  test('above the maximum size are refused, and the next one is read', async ({ session }) => {
    await sendTooLong(session);
  });

  test('above the maximum size are refused through a relay, too', async ({ http, home }) => {
    await http();
    const session = startRawStdio(home);
    await session.initialize();
    await relaysOf(home, 1);
    await sendTooLong(session);
    expect(await session.end()).toBe(0);
  });

  test('are alone on standard output, even at log level debug', async ({ home }) => {
    const raw = startRawStdio(home, ['--log-level', 'debug']);
    await raw.initialize();
    await callTool(raw, { name: 'codex', arguments: { prompt: 'hello', cwd: home.folder } });
    await callTool(raw, { name: 'nope' });
    await raw.end();
    expect(raw.stderr()).not.toBe('');
    for (const line of raw.lines) expect(JSON.parse(line)).toMatchObject({ jsonrpc: '2.0' });
  });
});

describe('initialize', () => {
  for (const version of ['2024-11-05', '2025-03-26', '2025-06-18', NEWEST]) {
    test(`is answered with ${version} when the client asks for it`, async ({ raw }) => {
      expect((await raw.initialize(version)).result.protocolVersion).toBe(version);
    });
  }

  for (const version of ['1999-01-01', '2099-12-31', 'nonsense', '']) {
    test(`is answered with the newest version when the client asks for ${version || 'none'}`, async ({
      raw,
    }) => {
      expect((await raw.initialize(version)).result.protocolVersion).toBe(NEWEST);
      expect((await raw.ask('tools/list')).result.tools).toHaveLength(toolNames.length);
    });
  }

  test('says who the server is and exactly what it offers', async ({ raw }) => {
    const { result } = await raw.initialize();
    const { version } = JSON.parse(fs.readFileSync('package.json', 'utf8'));
    expect(result.serverInfo).toEqual({ name: 'patchbay', title: 'Patchbay', version });
    expect(result.capabilities).toEqual({ tools: { listChanged: true }, logging: {} });
  });

  // Some are answered before the server is loaded; the client notices no difference.
  const introductions = {
    plain: {},
    'with capabilities': {
      capabilities: { roots: { listChanged: true }, sampling: {}, elicitation: { form: {} } },
    },
    'with the client’s own capabilities': { capabilities: { experimental: { 'x-own': { depth: 3 } } } },
    'with more about the client': {
      clientInfo: { ...clientInfo, title: 'Raw', websiteUrl: 'https://example.com' },
    },
    'with icons': { clientInfo: { ...clientInfo, icons: [{ src: 'https://example.com/i.png' }] } },
    'with a progress token': { _meta: { progressToken: 1 } },
    'with capabilities that cannot be': { capabilities: { elicitation: true, roots: true } },
    'with roots of another kind': { capabilities: { roots: { listChanged: {} } } },
    'of an older revision': { protocolVersion: '2024-11-05' },
    'of the oldest revision': { protocolVersion: '2024-10-07' },
    'of no revision we know': { protocolVersion: '2030-01-01' },
  };

  for (const [what, fields] of Object.entries(introductions)) {
    test(`${what}, the first answer is the one the whole server gives`, async ({ home }) => {
      const params = { protocolVersion: NEWEST, capabilities: {}, clientInfo, ...fields };
      const answers = await Promise.all(
        [[], ['--standalone']].map(async (words) => {
          const raw = startRawStdio(home, words);
          raw.send({ id: 'first', method: 'initialize', params });
          raw.send({ id: 'second', method: 'initialize', params });
          const both = [await raw.answerTo('first'), await raw.answerTo('second')];
          expect(await raw.end()).toBe(0);
          expect(raw.lines).toHaveLength(2);
          return both;
        }),
      );
      expect(answers[0]).toEqual(answers[1]);
    });
  }

  test('with members that JSON-RPC does not have ends nothing', async ({ raw }) => {
    const params = { protocolVersion: NEWEST, capabilities: {}, clientInfo };
    raw.write(`${JSON.stringify({ trace: 'x', jsonrpc: '2.0', id: 1, method: 'initialize', params })}\n`);
    expect((await raw.initialize()).result.protocolVersion).toBe(NEWEST);
    for (let ping = 0; ping < 3; ping += 1) expect(await raw.ask('ping')).toMatchObject({ result: {} });
  });

  test('of a home that cannot be used is not answered as if it could', async ({ home }) => {
    fs.mkdirSync(home.patchbayHome, { recursive: true, mode: 0o700 });
    fs.writeFileSync(path.join(home.patchbayHome, 'principals.json'), '{"version": 1, "principals": 7}');
    const raw = startRawStdio(home);
    raw.send({
      id: 1,
      method: 'initialize',
      params: { protocolVersion: NEWEST, capabilities: {}, clientInfo },
    });
    expect(await raw.end()).toBe(1);
    expect([raw.lines, raw.stderr()]).toEqual([[], expect.stringContaining('principals.json')]);
  });

  test('is answered early with all that came in one go', async ({ home }) => {
    const raw = startRawStdio(home);
    const params = { protocolVersion: NEWEST, capabilities: {}, clientInfo };
    raw.write(
      [
        { id: 1, method: 'initialize', params },
        { method: 'notifications/initialized' },
        { id: 2, method: 'tools/list' },
        { id: 3, method: 'ping' },
      ]
        .map((message) => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
        .join(''),
    );
    // The end of the input comes before the server is loaded.
    expect(await raw.end()).toBe(0);
    expect(raw.lines.map((line) => JSON.parse(line).id).sort()).toEqual([1, 2, 3]);
  });

  test('leaves compiled code for the next start even if the client kills the server', async ({ home }) => {
    const { NODE_COMPILE_CACHE, ...env } = home.env;
    const raw = startRawStdio({ ...home, env });
    await raw.initialize();
    const cache = path.join(home.patchbayHome, 'cache');
    const kept = () =>
      fs.existsSync(cache) &&
      fs.readdirSync(cache, { recursive: true, withFileTypes: true }).some((entry) => entry.isFile());
    await eventually(() => kept());
    raw.child.kill('SIGKILL');
  });

  test('without the Codex tools has no instructions for them', async ({ home }) => {
    const principals = { local: { limits: { codexTools: false } } };
    fs.mkdirSync(home.patchbayHome, { recursive: true, mode: 0o700 });
    fs.writeFileSync(
      path.join(home.patchbayHome, 'principals.json'),
      JSON.stringify({ version: 1, principals }),
    );
    const raw = startRawStdio(home);
    const { result } = await raw.initialize();
    expect(result.instructions).toBeUndefined();
    expect((await raw.ask('tools/list')).result.tools).toEqual([]);
    await raw.end();
  });

  for (const version of ['2024-11-05', '2025-06-18', NEWEST]) {
    test(`of ${version}, a list of tools right after it is the one the whole server gives`, async ({
      raw,
    }) => {
      await raw.initialize(version);
      const early = await raw.ask('tools/list');
      expect((await raw.ask('ping')).result).toEqual({});
      expect((await raw.ask('tools/list')).result).toEqual(early.result);
    });
  }

  test('is followed by the tools of remotes however config.toml writes them', async ({ home }) => {
    const table = probeTable('probe').replace('[mcp_servers.', '["mcp\\u005fservers".');
    fs.appendFileSync(path.join(home.codexHome, 'config.toml'), `\n${table}\n`);
    const raw = startRawStdio(home);
    await raw.initialize();
    const { tools } = (await raw.ask('tools/list')).result;
    expect(tools.map(({ name }: { name: string }) => name)).toContain('mcp__probe__echo');
    await raw.end();
  });

  test('is followed by the tools within the limits of the person', async ({ home }) => {
    const principals = { local: { limits: { models: ['only-this'] } } };
    fs.mkdirSync(home.patchbayHome, { recursive: true, mode: 0o700 });
    fs.writeFileSync(
      path.join(home.patchbayHome, 'principals.json'),
      JSON.stringify({ version: 1, principals }),
    );
    const raw = startRawStdio(home);
    await raw.initialize();
    const [codex] = (await raw.ask('tools/list')).result.tools;
    expect(codex.inputSchema.properties.model.enum).toEqual(['only-this']);
    await raw.end();
  });

  test('may be called again if its arguments were invalid', async ({ raw }) => {
    expect(await raw.ask('initialize')).toHaveProperty('error.code');
    expect(await raw.ask('initialize', { protocolVersion: 7 })).toHaveProperty('error.code');
    expect((await raw.initialize()).result.protocolVersion).toBe(NEWEST);
  });

  test('is refused the second time, and the session continues unchanged', async ({ session }) => {
    const again = { protocolVersion: '2024-11-05', capabilities: {}, clientInfo };
    expect(await session.ask('initialize', again)).toMatchObject({ error: { code: -32600 } });
    expect((await session.ask('tools/list')).result.tools).toHaveLength(toolNames.length);
  });

  test('need not come first: requests before it are answered too', async ({ raw }) => {
    expect(await raw.ask('ping')).toMatchObject({ result: {} });
    expect((await raw.ask('tools/list')).result.tools).toHaveLength(toolNames.length);
    expect(await callTool(raw, { name: 'nope' })).toMatchObject({ isError: true });
    expect((await raw.initialize()).result.protocolVersion).toBe(NEWEST);
  });
});

describe('a request', () => {
  test('is answered under its own id, whatever kind of id that is', async ({ session }) => {
    const ids = [0, 1, -1, 2 ** 53 - 1, '', '0', '1', 'a longer id with “quotes” and 🙂'];
    for (const id of ids) session.send({ id, method: 'ping' });
    for (const id of ids) expect(await session.answerTo(id)).toEqual({ jsonrpc: '2.0', id, result: {} });
  });

  test('for a page that a list does not have is answered with -32602', async ({ shared }) => {
    for (const cursor of ['zzz', 'toString']) {
      const { error } = await shared.ask('tools/list', { cursor });
      expect(error).toEqual({
        code: -32602,
        message: 'tools/list: params.cursor is not known: the list has one page',
      });
    }
  });

  test('with id 0 may run a tool, and be told its progress with token 0', async ({ session, home }) => {
    const call = { name: 'codex', arguments: { prompt: 'hello', cwd: home.folder } };
    session.send({ id: 0, method: 'tools/call', params: { ...call, _meta: { progressToken: 0 } } });
    expect((await session.answerTo(0)).result.content[0].text).toBe('Hello from the fake model.');
    const told = session.lines.map((line) => JSON.parse(line)).filter(({ method }) => method);
    expect(told).toContainEqual(
      expect.objectContaining({ params: { progressToken: 0, progress: 1, message: 'writing' } }),
    );
  });

  const notOffered = [
    'resources/list',
    'resources/templates/list',
    'resources/read',
    'resources/subscribe',
    'resources/unsubscribe',
    'prompts/list',
    'prompts/get',
    'completion/complete',
    'tasks/list',
    'server/discover',
    'subscriptions/listen',
    'roots/list',
    'sampling/createMessage',
    'foo/bar',
    'toString',
    '__proto__',
    '',
  ];

  test('for an unknown method is answered with -32601', async ({ shared }) => {
    for (const method of notOffered) {
      expect(await shared.ask(method), method).toMatchObject({ error: { code: -32601 } });
    }
    // With arguments that would be right, too.
    const ref = { type: 'ref/prompt', name: 'x' };
    const completion = await shared.ask('completion/complete', { ref, argument: { name: 'a', value: 'b' } });
    expect(completion).toMatchObject({ error: { code: -32601 } });
  });

  test('with parameters that do not fit is answered with -32602, in plain words', async ({ shared }) => {
    expect(await shared.ask('logging/setLevel', { level: 'debug' })).toMatchObject({ result: {} });
    for (const params of [undefined, {}, { level: 'loud' }, { level: 7 }]) {
      const { error } = await shared.ask('logging/setLevel', params);
      expect(error.code).toBe(-32602);
      expect(error.message).toMatch(/^logging\/setLevel: params(\.level)? (is missing:|must be) /);
    }
  });

  test('to call an unknown tool is answered with an error result', async ({ shared }) => {
    for (const name of ['nope', 'Codex', '', 'toString', 'constructor', '__proto__']) {
      expect(await refusal(shared, name, {})).toBe(`Unknown tool '${name}'`);
    }
  });

  test('with half of a character is answered with text that any client can read', async ({ shared }) => {
    expect(textOf((await shared.ask('tools/call', { name: 'x\ud800' })).result)).toBe(
      "Unknown tool 'x\ufffd'",
    );
  });

  test('to call a tool with invalid parameters is answered with -32602, in plain words', async ({
    shared,
  }) => {
    const nameIsMissing = 'tools/call: params.name is missing: it must be text';
    const wrong: readonly [object | undefined, string][] = [
      [undefined, 'tools/call: params is missing: it must be an object'],
      [{}, nameIsMissing],
      [{ arguments: { prompt: 'x' } }, nameIsMissing],
      [{ name: 5 }, 'tools/call: params.name must be text, not a number'],
      [{ name: null }, 'tools/call: params.name must be text, not null'],
      [{ name: ['codex'] }, 'tools/call: params.name must be text, not a list'],
      [{ name: 'codex', arguments: [] }, 'tools/call: params.arguments must be an object, not a list'],
      [{ name: 'codex', arguments: 'x' }, 'tools/call: params.arguments must be an object, not text'],
      [{ name: 'nope', arguments: 1 }, 'tools/call: params.arguments must be an object, not a number'],
    ];
    for (const [params, message] of wrong) {
      const { error } = await shared.ask('tools/call', params);
      expect(error, JSON.stringify(params)).toEqual({ code: -32602, message });
    }
  });

  test('may have null for members that are not there', async ({ shared }) => {
    for (const params of [null, { _meta: null }]) {
      shared.send({ id: JSON.stringify(params), method: 'tools/list', params });
      const { result } = await shared.answerTo(JSON.stringify(params));
      expect(result.tools).toHaveLength(toolNames.length);
    }
    expect(await shared.ask('tools/call', { name: 'codex-threads', arguments: null })).toMatchObject({
      result: { structuredContent: { threads: [] } },
    });
  });
});

describe('the tool list', () => {
  test('has codex and codex-reply, each with a title and a description', async ({ shared }) => {
    const { tools, nextCursor } = (await shared.ask('tools/list')).result;
    expect(tools.map(({ name }: Message) => name)).toEqual(toolNames);
    const [codex, reply] = tools;
    expect([codex.title, reply.title]).toEqual(['Codex', 'Codex Reply']);
    expect(nextCursor).toBeUndefined();
    for (const { description } of [codex, reply]) expect(description).toMatch(/^(Run|Continue) a Codex \w+/);
  });

  test('offers for codex the arguments of all releases', async ({ shared }) => {
    const [{ inputSchema }] = (await shared.ask('tools/list')).result.tools;
    expect(inputSchema).toMatchObject({ type: 'object', required: ['prompt'] });
    const kinds = Object.entries(inputSchema.properties as Record<string, Message>);
    expect(Object.fromEntries(kinds.map(([name, { type }]) => [name, type]))).toEqual({
      prompt: 'string',
      limits: 'object',
      model: 'string',
      cwd: 'string',
      'approval-policy': 'string',
      sandbox: 'string',
      config: 'object',
      'base-instructions': 'string',
      'developer-instructions': 'string',
      'compact-prompt': 'string',
      profile: 'string',
    });
    for (const [name, { description }] of kinds) expect(description, name).toMatch(/\w+/);
    const { sandbox, config, 'approval-policy': policy } = inputSchema.properties;
    // The widest is above the ceiling.
    expect(sandbox.enum).toEqual(['read-only', 'workspace-write']);
    expect(policy.enum).toEqual(['untrusted', 'on-failure', 'on-request', 'never']);
    expect(config.additionalProperties).toBe(true);
  });

  test('offers for codex-reply a prompt and either name of the thread', async ({ shared }) => {
    const [, { inputSchema }] = (await shared.ask('tools/list')).result.tools;
    expect(inputSchema).toMatchObject({ type: 'object', required: ['prompt'] });
    expect(Object.keys(inputSchema.properties).sort()).toEqual([
      'conversationId',
      'limits',
      'prompt',
      'threadId',
    ]);
    expect(inputSchema.properties.conversationId.description).toBe('DEPRECATED: use threadId instead.');
    expect(inputSchema.additionalProperties).toBeUndefined();
  });

  test('promises threadId and content as the structured result of both', async ({ shared }) => {
    const { tools } = (await shared.ask('tools/list')).result;
    for (const { outputSchema } of tools.slice(0, 2)) {
      expect(outputSchema).toEqual({
        type: 'object',
        properties: { threadId: { type: 'string' }, content: { type: 'string' } },
        required: ['threadId', 'content'],
      });
    }
  });
});

describe('invalid arguments are refused in the words hosts already know:', () => {
  const PARSE = 'Failed to parse configuration for Codex tool: ';
  const THREAD = '01a203b3-0000-7000-8000-000000000000';

  const texts: [what: string, tool: string, args: object | undefined, text: string][] = [
    [
      'none for codex',
      'codex',
      undefined,
      'Missing arguments for codex tool-call; the `prompt` field is required.',
    ],
    ['codex without a prompt', 'codex', {}, `${PARSE}missing field \`prompt\``],
    ['codex with a null prompt', 'codex', { prompt: null }, `${PARSE}missing field \`prompt\``],
    [
      'none for codex-reply',
      'codex-reply',
      undefined,
      'Missing arguments for codex-reply tool-call; the `thread_id` and `prompt` fields are required.',
    ],
    [
      'codex-reply without a thread',
      'codex-reply',
      { prompt: 'go on' },
      'Failed to parse thread_id: either threadId or conversationId must be provided',
    ],
  ];
  for (const [what, tool, args, text] of texts) {
    test(what, async ({ shared }) => {
      expect(await refusal(shared, tool, args)).toBe(text);
    });
  }

  test('an unknown field, with the known ones', async ({ shared }) => {
    const text = await refusal(shared, 'codex', { prompt: 'hi', bogus: 1 });
    expect(text).toContain(
      `${PARSE}unknown field \`bogus\`, expected one of \`prompt\`, \`model\`, \`cwd\`, \`approval-policy\`, \`sandbox\`, \`config\`, \`base-instructions\`, \`developer-instructions\`, \`compact-prompt\``,
    );
  });

  test('an invalid choice, with the valid ones', async ({ shared }) => {
    expect(await refusal(shared, 'codex', { prompt: 'hi', sandbox: 'bogus' })).toBe(
      `${PARSE}unknown variant \`bogus\`, expected one of \`read-only\`, \`workspace-write\`, \`danger-full-access\``,
    );
    const text = await refusal(shared, 'codex', { prompt: 'hi', 'approval-policy': 'always' });
    expect(text).toContain(`${PARSE}unknown variant \`always\`, expected one of `);
    for (const word of ['untrusted', 'on-failure', 'on-request', 'never'])
      expect(text).toContain(`\`${word}\``);
  });

  test('a value of the wrong type, with the right one', async ({ shared }) => {
    for (const wrong of [
      { prompt: 5 },
      { prompt: ['hi'] },
      { prompt: 'hi', cwd: {} },
      { prompt: 'hi', model: true },
    ]) {
      const text = await refusal(shared, 'codex', wrong);
      expect(text).toContain(`${PARSE}invalid type: `);
      expect(text).toContain('expected a string');
    }
    for (const config of ['x', 5, ['model']]) {
      expect(await refusal(shared, 'codex', { prompt: 'hi', config })).toContain('expected a map');
    }
    expect(await refusal(shared, 'codex-reply', { threadId: THREAD, prompt: 5 })).toContain('prompt');
  });

  test('codex-reply without a prompt', async ({ shared }) => {
    expect(await refusal(shared, 'codex-reply', { threadId: THREAD })).toContain('missing field `prompt`');
  });

  test('a thread id that is not a UUID', async ({ shared }) => {
    const text = await refusal(shared, 'codex-reply', { threadId: 'not-a-uuid', prompt: 'go on' });
    expect(text).toContain(
      'Failed to parse thread_id: invalid character: expected an optional prefix of `urn:uuid:`',
    );
    for (const threadId of ['', '123', THREAD.slice(1), `${THREAD}0`, `../${THREAD}`, 5, {}]) {
      expect(await refusal(shared, 'codex-reply', { threadId, prompt: 'go on' })).toMatch(
        /^Failed to parse thread_id: ./,
      );
    }
  });

  test('an unknown thread, with its id in the structured result too', async ({ shared }) => {
    const result = await callTool(shared, {
      name: 'codex-reply',
      arguments: { threadId: THREAD, prompt: 'go on' },
    });
    expect(result.isError).toBe(true);
    expect(result.content[0].text).toContain(`Session not found for thread_id: ${THREAD}`);
    expect(result.structuredContent).toEqual({ threadId: THREAD, content: result.content[0].text });
  });
});

describe('arguments of older releases still work:', () => {
  test('profile, the settings of <name>.config.toml', async ({ stdio, home, model }) => {
    fs.writeFileSync(path.join(home.codexHome, 'work.config.toml'), 'model_reasoning_effort = "low"\n');
    const { codex } = await stdio();
    await codex({ prompt: 'hello' });
    await codex({ prompt: 'hello', profile: 'work' });
    const efforts = model.requests.map(({ body }) => (body as Message).reasoning.effort);
    expect(efforts).toEqual([expect.not.stringMatching(/^low$/), 'low']);
  });

  test('a missing profile is an error that names its file', async ({ stdio, home, model }) => {
    const { codex } = await stdio();
    for (const profile of ['nope', '../codex-home/nope', '']) {
      const result = await codex({ prompt: 'hello', profile });
      expect(result.isError).toBe(true);
      expect(textOf(result)).toContain(`There is no Codex profile ${JSON.stringify(profile)}`);
    }
    expect(textOf(await codex({ prompt: 'hello', profile: 'nope' }))).toContain(
      path.join(home.codexHome, 'nope.config.toml'),
    );
    expect(model.requests).toEqual([]);
  });

  test('approval-policy untrusted, under which a person is asked about every command', async ({
    stdio,
    home,
  }) => {
    const client = await stdio({ onElicit: () => ({ action: 'decline' }) });
    const prompt = script({ exec: { cmd: 'touch made' } }, { text: 'end' });
    const call = { prompt, sandbox: 'workspace-write' };
    await client.codex({ ...call, 'approval-policy': 'untrusted' });
    expect(client.elicitations).toHaveLength(1);
    expect(fs.existsSync(path.join(home.folder, 'made'))).toBe(false);
  });

  test('approval-policy on-failure, now on-request: asked at the edge of the sandbox', async ({
    stdio,
    home,
  }) => {
    const client = await stdio({ onElicit: () => ({ action: 'decline' }) });
    const call = { sandbox: 'workspace-write', 'approval-policy': 'on-failure' };
    const inside = script({ exec: { cmd: 'touch made' } }, { text: 'end' });
    expect((await client.codex({ ...call, prompt: inside })).isError).toBeUndefined();
    expect(client.elicitations).toHaveLength(0);
    expect(fs.existsSync(path.join(home.folder, 'made'))).toBe(true);
    const outside = script({ exec: { cmd: 'touch /tmp/never', escalate: true } }, { text: 'end' });
    await client.codex({ ...call, prompt: outside });
    expect(client.elicitations).toHaveLength(1);
  });

  test('camelCase names', async ({ stdio, model }) => {
    const client = await stdio({ onElicit: () => ({ action: 'decline' }) });
    const prompt = script({ exec: { cmd: 'touch made' } }, { text: 'end' });
    const result = await client.codex({
      prompt,
      sandbox: 'workspace-write',
      approvalPolicy: 'untrusted',
      baseInstructions: 'You are BASE.',
      developerInstructions: 'You are DEVELOPER.',
      compactPrompt: 'Be short.',
      includePlanTool: true,
    });
    expect(textOf(result)).toBe('end');
    expect(client.elicitations).toHaveLength(1);
    const { body } = model.requests[0] as Message;
    const ofDeveloper = body.input.filter(({ role }: Message) => role === 'developer');
    expect(JSON.stringify([body.instructions, ofDeveloper])).toMatch(/You are BASE\..*You are DEVELOPER\./);
  });

  test('include-plan-tool, which is accepted and has no effect', async ({ stdio }) => {
    const { codex } = await stdio();
    const result = await codex({ prompt: 'hello', 'include-plan-tool': true });
    expect(textOf(result)).toBe('Hello from the fake model.');
  });

  test('conversationId, and a thread id in any form a UUID has', async ({ stdio, model }) => {
    const { codex, reply } = await stdio();
    const id = threadOf(await codex({ prompt: 'first prompt' }));
    const forms = [id, id.toUpperCase(), `urn:uuid:${id}`, `{${id}}`, id.replaceAll('-', '')];
    for (const form of forms) {
      const result = await reply({ prompt: 'next prompt', conversationId: form });
      expect(textOf(result), form).toBe('Hello from the fake model.');
      expect(threadOf(result)).toBe(id);
    }
    const told = JSON.stringify(model.requests.at(-1)?.body);
    expect(told).toContain('first prompt');
    expect(told.match(/next prompt/g)).toHaveLength(forms.length);
  });
});

describe('a question to the client', () => {
  const NO_ANSWERS: Readonly<Record<string, object>> = {
    'a result that is a number': { result: 5 },
    'an error that is a text': { error: 'no' },
    'a result and an error': { result: { action: 'accept' }, error: { code: 1, message: 'no' } },
  };

  test.for(Object.entries(NO_ANSWERS))(
    'answered with %s counts as no, at once',
    async ([, answer], { raw, home }) => {
      await raw.initialize('2025-11-25', { elicitation: {} });
      const prompt = script({ exec: { cmd: 'touch /tmp/never', escalate: true } }, { text: '$LAST_OUTPUT' });
      raw.send({
        id: 'turn',
        method: 'tools/call',
        params: { name: 'codex', arguments: { prompt, cwd: home.folder } },
      });
      const question = await eventually(() =>
        raw.lines.map((line) => JSON.parse(line)).find(({ method }) => method === 'elicitation/create'),
      );
      raw.send({ id: question.id, ...answer });
      const { result } = await raw.answerTo('turn');
      expect(textOf(result)).toContain('rejected by user');
    },
  );

  test('that does not wait is told without the answer, which a person may have typed', async ({
    session,
  }) => {
    session.send({ id: 77, result: { action: 'accept', content: { pet: 'Rosinante' } } });
    await eventually(() => session.stderr().includes('session-error'));
    expect(session.stderr()).toContain('The client answered a question that does not wait');
    expect(session.stderr()).not.toContain('Rosinante');
  });
});

test('a line that cannot be used is in the log once, with its session', async ({ session }) => {
  session.write('hello there\n');
  await session.ask('ping');
  await session.end();
  const lines = session
    .stderr()
    .split('\n')
    .filter((line) => line.includes('it is not valid JSON'));
  expect(lines).toEqual([expect.stringMatching(/stream-error \{.*"session":/)]);
});

async function callTool(session: RawStdio, params: object): Promise<Message> {
  const { result } = await session.ask('tools/call', params);
  return result;
}

/** The text with which a tool refused these arguments. */
async function refusal(session: RawStdio, name: string, args?: object): Promise<string> {
  const result = await callTool(session, { name, ...(args && { arguments: args }) });
  expect(result).toMatchObject({ isError: true, content: [{ type: 'text' }] });
  return result.content[0].text;
}
