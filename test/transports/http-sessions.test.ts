import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { describe } from 'vitest';
import { anonymousPrincipal } from '../../server/config/principals.ts';
import { defaultCeiling } from '../../server/contract/ceiling.ts';
import type { Logger } from '../../server/logging/logger.ts';
import { SessionServer } from '../../server/mcp/session-server.ts';
import type { HttpOptions, HttpServer } from '../../server/transports/http/server.ts';
import { script } from '../support/fake-model.ts';
import { expect } from '../support/fixtures.ts';
import { openHttpDoor } from '../support/http-door.ts';
import { runPatchbay } from '../support/patchbay.ts';
import { eventually, processesOf } from '../support/processes.ts';
import {
  bearer,
  initializeRequest,
  openSession,
  postInitialize,
  type RawRequest,
  send,
} from '../support/raw-http.ts';
import { addToken, allowed, test as base, expectRefusal } from '../support/shared-http.ts';
import { toolNames } from '../support/tool-names.ts';

/** The HTTP server alone, with limits a test can reach and sessions that do nothing. */
interface LimitedServer extends HttpServer {
  readonly token: string;
  /** How many of its sessions have been closed. */
  closed(): number;
  /** Makes the session with this Mcp-Session-Id look as if a call ran in it; undefined: none does. */
  setBusy(id: string | undefined): void;
}

type Limits = Pick<HttpOptions, 'sessionIdleMs' | 'maxSessions'>;

const test = base.extend<{ limited(limits: Limits): Promise<LimitedServer> }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names a fixture needs from this pattern
  limited: async ({}, use) => {
    const started: HttpServer[] = [];
    await use(async (limits) => {
      let closed = 0;
      let busy: string | undefined;
      const server = await openHttpDoor(anonymousPrincipal(defaultCeiling), {
        ...limits,
        openSession() {
          const mcp = new SessionServer({ name: 'patchbay', version: '0' }, { capabilities: { tools: {} } });
          mcp.setRequestHandler('tools/list', () => ({ tools: [] }));
          const isBusy = () => busy !== undefined && mcp.transport?.sessionId === busy;
          return {
            id: randomUUID(),
            server: mcp,
            client: () => undefined,
            isBusy,
            abandon: () => undefined,
          };
        },
        logger: loggerThat((event) => {
          if (event === 'session-closed') closed += 1;
        }),
      });
      started.push(server);
      const limited = {
        token: '',
        closed: () => closed,
        setBusy(id: string | undefined) {
          busy = id;
        },
      };
      return Object.assign(Object.create(server), limited) as LimitedServer;
    });
    await Promise.all(started.map((server) => server.close()));
  },
});

function loggerThat(hears: (event: string) => void): Logger {
  const logger: Logger = { error: hears, warn: hears, info: hears, debug: hears, with: () => logger };
  return logger;
}

describe('a session', () => {
  test('is opened by initialize and known by its Mcp-Session-Id', async ({ server }) => {
    const answer = await postInitialize(server);
    expect(answer.status).toBe(200);
    expect(answer.headers['mcp-session-id']).toMatch(/^[\x21-\x7e]{32,}$/);
    expect(answer.json.result).toMatchObject({
      protocolVersion: '2025-11-25',
      serverInfo: { name: 'patchbay' },
    });
    const session = await openSession(server);
    expect((await session.ask('tools/list')).result.tools).toHaveLength(toolNames.length);
  });

  test('has an id that no other session has', async ({ server }) => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => postInitialize(server)));
    const ids = new Set(answers.map(({ headers }) => headers['mcp-session-id']));
    expect(ids.size).toBe(20);
  });

  test('must be named: without Mcp-Session-Id a request is answered 400', async ({ server }) => {
    const headers = allowed(server);
    const ping = { jsonrpc: '2.0', id: 1, method: 'ping' };
    expectRefusal(await send(server.url, { method: 'POST', headers, body: ping }), 400);
    expectRefusal(await send(server.url, { headers: { ...headers, Accept: 'text/event-stream' } }), 400);
    expectRefusal(await send(server.url, { method: 'DELETE', headers }), 400);
  });

  test('that nobody opened is answered 404', async ({ server }) => {
    const ids = [
      'nope',
      '0',
      '__proto__',
      'constructor',
      '00000000-0000-4000-8000-000000000000',
      'x'.repeat(4000),
    ];
    for (const id of ids) await expectNoSession(server, { ...allowed(server), 'Mcp-Session-Id': id });
    const headers = { ...allowed(server), 'Mcp-Session-Id': 'nope' };
    const opening = await send(server.url, { method: 'POST', headers, body: initializeRequest() });
    expectRefusal(opening, 404);
  });

  test('of another principal is answered 404, and continues unaffected', async ({ server }) => {
    const session = await openSession(server);
    const other = { url: server.url, token: await addToken(server.home, 'other') };
    await expectNoSession(server, { ...session.headers, ...bearer(other.token) });
    expect((await session.ask('tools/list')).result.tools).toHaveLength(toolNames.length);
    expect((await (await openSession(other)).ask('ping')).result).toEqual({});
  });

  test('ends with DELETE, and so do its streams', async ({ server }) => {
    const session = await openSession(server);
    const stream = await session.listen();
    expect((await session.end()).status).toBe(200);
    await eventually(() => stream.hasEnded());
    await expectNoSession(server, session.headers);
  });

  test('is initialized once: a second time is refused, and the session continues', async ({ server }) => {
    const session = await openSession(server);
    const again = await send(server.url, {
      method: 'POST',
      headers: session.headers,
      body: initializeRequest('somebody else'),
    });
    expectRefusal(again, 400);
    expect(again.json.error.code).toBe(-32600);
    expect((await session.ask('tools/list')).result.tools).toHaveLength(toolNames.length);
  });

  test('refuses a protocol version nobody speaks', async ({ server }) => {
    const { headers } = await openSession(server);
    const given = { ...headers, 'MCP-Protocol-Version': '1999-01-01' };
    const body = { jsonrpc: '2.0', id: 1, method: 'ping' };
    expectRefusal(await send(server.url, { method: 'POST', headers: given, body }), 400);
  });

  test('is the fallback of a client of 2026-07-28: its probe is refused as by an older server', async ({
    server,
  }) => {
    const version = '2026-07-28';
    const meta = { 'io.modelcontextprotocol/protocolVersion': version };
    const probe = await send(server.url, {
      method: 'POST',
      headers: { ...allowed(server), 'MCP-Protocol-Version': version, 'Mcp-Method': 'server/discover' },
      body: { jsonrpc: '2.0', id: 1, method: 'server/discover', params: { _meta: meta } },
    });
    expectRefusal(probe, 400);
    expect([-32020, -32021, -32022]).not.toContain(probe.json.error.code);
  });

  test('takes notifications and answers with 202 and nothing else', async ({ server }) => {
    const session = await openSession(server);
    const bodies = [
      { jsonrpc: '2.0', method: 'notifications/roots/list_changed' },
      { jsonrpc: '2.0', method: 'notifications/nobody/knows' },
      { jsonrpc: '2.0', id: 99, result: {} },
    ];
    for (const body of bodies) {
      const answer = await send(server.url, { method: 'POST', headers: session.headers, body });
      expect(answer).toMatchObject({ status: 202, text: '' });
    }
  });
});

describe('two clients at the same time', () => {
  test('get their own answers, although their ids and progress tokens are the same', async ({ server }) => {
    const other = { url: server.url, token: await addToken(server.home, 'same-ids') };
    const sessions = { a: await openSession(server), b: await openSession(other) };
    const asking = Array.from({ length: 50 }, (_, at) => at).flatMap((at) =>
      Object.entries(sessions).map(async ([name, session]) => {
        if (at % 2 === 0) {
          const { id, result } = await session.ask('tools/list', { _meta: { progressToken: at } }, at);
          expect([id, result.tools.length]).toEqual([at, toolNames.length]);
        } else {
          const args = { prompt: 'hi', [`field-${name}-${at}`]: 1 };
          const answer = await session.ask('tools/call', { name: 'codex', arguments: args }, at);
          expect(answer.id).toBe(at);
          expect(answer.result.content[0].text).toContain(`unknown field \`field-${name}-${at}\``);
        }
      }),
    );
    await Promise.all(asking);
    expect(asking).toHaveLength(100);
  });

  test('get their own turns, progress and threads', async ({ server }) => {
    const other = { url: server.url, token: await addToken(server.home, 'same-turns') };
    const sessions = { anna: await openSession(server), bert: await openSession(other) };
    const threads = new Map<string, Set<string>>();
    const calling = Object.entries(sessions).map(async ([name, session]) => {
      const calls = [1, 2, 3].map(async (id) => {
        const prompt = script({ exec: { cmd: `echo ${name} ${id}` } }, { text: `done: $LAST_OUTPUT` });
        const args = { prompt, cwd: server.home.folder, sandbox: 'workspace-write' };
        const params = { name: 'codex', arguments: args, _meta: { progressToken: id } };
        const stream = await session.post({ id, method: 'tools/call', params });
        const { message } = await stream.event((event) => event.message?.id === id);
        const progress = stream
          .events()
          .filter((event) => event.message?.params?.progressToken !== undefined);
        expect(progress.map((event) => event.message.params.progressToken)).toEqual(progress.map(() => id));
        expect(progress[0]?.message.params.message).toContain(`echo ${name} ${id}`);
        expect(message.result.structuredContent.content).toContain(`${name} ${id}`);
        return message.result.structuredContent.threadId as string;
      });
      threads.set(name, new Set(await Promise.all(calls)));
    });
    await Promise.all(calling);
    expect(new Set([...threads.values()].flatMap((ids) => [...ids])).size).toBe(6);

    const [foreign] = threads.get('anna') ?? [];
    const args = { threadId: foreign, prompt: 'go on' };
    const { result } = await sessions.bert.ask('tools/call', { name: 'codex-reply', arguments: args });
    expect(result.isError).toBe(true);
    expect(result.content[0].text).toContain(`Session not found for thread_id: ${foreign}`);
  });
});

describe('a revoked token', () => {
  test('ends its sessions, their streams and calls within seconds; others continue', async ({
    http,
    home,
  }) => {
    const server = await http();
    const revoked = { url: server.url, token: await addToken(home, 'revoked') };
    const [session, staying] = [await openSession(revoked), await openSession(server)];
    const [listening, stayingStream] = [await session.listen(), await staying.listen()];
    const args = { prompt: script({ hang: true }), cwd: home.folder };
    const call = await session.post({
      id: 1,
      method: 'tools/call',
      params: { name: 'codex', arguments: args },
    });

    await runPatchbay(home, ['token', 'revoke', 'revoked']);
    expect((await postInitialize(revoked)).status).toBe(401);
    expectRefusal(await send(server.url, { headers: session.headers }), 401);
    await eventually(() => listening.hasEnded() && call.hasEnded());

    expect((await staying.ask('tools/list')).result.tools).toHaveLength(toolNames.length);
    expect(stayingStream.hasEnded()).toBe(false);
  });

  test('ends the commands that run for it', async ({ http, home }) => {
    const server = await http();
    const revoked = { url: server.url, token: await addToken(home, 'revoked') };
    const session = await openSession(revoked);
    const prompt = script({ exec: { cmd: 'sleep 1234' } }, { text: 'end' });
    const args = { prompt, cwd: home.folder, sandbox: 'workspace-write' };
    await session.post({ id: 1, method: 'tools/call', params: { name: 'codex', arguments: args } });
    const isSleeping = () => processesOf(home.root).some(({ command }) => /sleep 1234$/.test(command));
    await eventually(isSleeping);
    await runPatchbay(home, ['token', 'revoke', 'revoked']);
    await eventually(() => !isSleeping(), { describe: () => 'the command still runs' });
  });

  test('created again under the same name is a different principal', async ({ http, home }) => {
    const server = await http();
    const first = { url: server.url, token: await addToken(home, 'again') };
    const session = await openSession(first);
    const call = { name: 'codex', arguments: { prompt: 'hello', cwd: home.folder } };
    const { threadId } = (await session.ask('tools/call', call)).result.structuredContent;
    await runPatchbay(home, ['token', 'revoke', 'again']);
    const second = { url: server.url, token: await addToken(home, 'again') };
    await expectNoSession(server, { ...session.headers, ...bearer(second.token) });
    const reply = { name: 'codex-reply', arguments: { threadId, prompt: 'go on' } };
    const { result } = await (await openSession(second)).ask('tools/call', reply);
    expect(result.content[0].text).toContain('Session not found');
  });

  test('is not accepted when the token file cannot be read, and the server keeps running', async ({
    http,
    home,
  }) => {
    const server = await http();
    const session = await openSession(server);
    const file = path.join(home.patchbayHome, 'tokens.json');
    const good = fs.readFileSync(file);
    fs.writeFileSync(file, '{"version":1,"tokens":[');
    expectRefusal(await postInitialize(server), 500);
    // The server's own look at the file has come round.
    await eventually(() => server.stderr().includes('tokens-not-read'));
    expect(server.child.exitCode).toBeNull();
    fs.writeFileSync(file, good);
    expect((await session.ask('tools/list')).result.tools).toHaveLength(toolNames.length);
  });
});

describe('sessions are limited:', () => {
  test('an unused one is closed after a while, and no longer exists then', async ({ limited }) => {
    const server = await limited({ sessionIdleMs: 1000 });
    const session = await openSession(server);
    expect(server.sessionCount).toBe(1);
    await eventually(() => server.sessionCount === 0);
    await expectNoSession(server, session.headers);
    expect(server.closed()).toBe(1);
  });

  test('one that is used, listens or works stays', async ({ limited }) => {
    const server = await limited({ sessionIdleMs: 1500 });
    const used = await openSession(server);
    const listening = await openSession(server);
    const working = await openSession(server);
    const stream = await listening.listen();
    server.setBusy(working.id);
    // For as long as two that are idle take to be closed, one after the other.
    for (let times = 0; times < 2; times += 1) {
      const idle = await openSession(server);
      await eventually(async () => {
        await used.ask('ping');
        return server.sessionCount === 3;
      });
      await expectNoSession(server, idle.headers);
    }
    for (const session of [used, listening, working]) {
      expect((await session.ask('ping')).result).toEqual({});
    }
    stream.cut();
    server.setBusy(undefined);
    await eventually(() => server.sessionCount === 0);
  });

  test('there is a maximum; the next one is answered 503 and may come later', async ({ limited }) => {
    const server = await limited({ maxSessions: 3 });
    const sessions = [await openSession(server), await openSession(server), await openSession(server)];
    const refused = await postInitialize(server);
    expectRefusal(refused, 503);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(refused.headers['mcp-session-id']).toBeUndefined();
    for (const session of sessions) expect((await session.ask('ping')).result).toEqual({});
    await sessions[0]?.end();
    expect((await postInitialize(server)).status).toBe(200);
    expectRefusal(await postInitialize(server), 503);
  });

  test('the maximum also holds when all come at once', async ({ limited }) => {
    const server = await limited({ maxSessions: 3 });
    const answers = await Promise.all(Array.from({ length: 30 }, () => postInitialize(server)));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array(3).fill(200), ...Array(27).fill(503)]);
    expect(server.sessionCount).toBe(3);
  });

  test('one that could not be opened does not count', async ({ limited }) => {
    const server = await limited({ maxSessions: 3 });
    for (let times = 0; times < 5; times += 1) {
      const request = { method: 'POST', body: initializeRequest() };
      expect((await send(server.url, { ...request, headers: { Accept: 'text/html' } })).status).toBe(406);
    }
    expect(server.sessionCount).toBe(0);
    for (let times = 0; times < 3; times += 1) expect((await postInitialize(server)).status).toBe(200);
  });

  test('all end with the server, and their streams with them', async ({ limited }) => {
    const server = await limited({});
    const session = await openSession(server);
    const stream = await session.listen();
    await server.close();
    await eventually(() => stream.hasEnded());
    expect(server.closed()).toBe(1);
    await expect(send(server.url)).rejects.toThrow('ECONNREFUSED');
  });
});

/** Whatever is asked of the session these headers name, the answer is that there is none. */
async function expectNoSession(server: { url: string }, headers: Record<string, string>): Promise<void> {
  const ping = { jsonrpc: '2.0', id: 1, method: 'ping' };
  const requests: RawRequest[] = [
    { method: 'POST', headers, body: ping },
    { method: 'GET', headers: { ...headers, Accept: 'text/event-stream' } },
    { method: 'GET', headers: { ...headers, Accept: 'text/event-stream', 'Last-Event-ID': '1' } },
    { method: 'DELETE', headers },
  ];
  for (const request of requests) expectRefusal(await send(server.url, request), 404, request.method);
}
