import { describe } from 'vitest';
import { script } from '../support/fake-model.ts';
import { expect } from '../support/fixtures.ts';
import { serveHeld } from '../support/held-remote.ts';
import { eventually } from '../support/processes.ts';
import { type OpenAnswer, open, openSession, type SseEvent, send } from '../support/raw-http.ts';
import { httpTable } from '../support/remotes.ts';
import { expectRefusal, type SharedHttp, test } from '../support/shared-http.ts';

const MIB = 1024 * 1024;

describe('an answer', () => {
  for (const version of ['2025-11-25', '2025-06-18', undefined]) {
    test(`comes as a stream whose headers come at once, to a client of ${version ?? '2025-03-26'}`, async ({
      server,
    }) => {
      const session = await openSession(server);
      const prompt = script({ text: 'late', firstMs: 1500 });
      const call = { name: 'codex', arguments: { prompt, cwd: server.home.folder } };
      const stream = await open(server.url, {
        method: 'POST',
        headers: { ...session.headers, 'MCP-Protocol-Version': version },
        body: { jsonrpc: '2.0', id: 1, method: 'tools/call', params: call },
      });
      expect(stream.status).toBe(200);
      expect(stream.headers['content-type']).toBe('text/event-stream');
      expect(stream.headers['cache-control']).toContain('no-cache');
      expect(stream.events().filter(({ message }) => message?.id === 1)).toEqual([]);
      const { message } = await stream.event((event) => event.message?.id === 1);
      expect(message.result.structuredContent.content).toBe('late');
      await eventually(() => stream.hasEnded());
    });
  }

  test('that takes long is kept alive', async ({ server }) => {
    const session = await openSession(server);
    const prompt = script({ hang: true });
    const call = { name: 'codex', arguments: { prompt, cwd: server.home.folder } };
    const stream = await session.post({ id: 'slow', method: 'tools/call', params: call });
    await eventually(() => /^: ?keep-?alive$/m.test(stream.text()));
    // Meanwhile, its id is its own.
    const second = await session.post({ id: 'slow', method: 'ping' });
    expect(second.status).toBe(400);
    await eventually(() => second.text().includes('its `id` is that of a request that still runs'));
    await session.post({ method: 'notifications/cancelled', params: { requestId: 'slow' } });
    await session.end();
  });

  test('that a client has cancelled does not come: its stream ends, after the question is withdrawn', async ({
    server,
  }) => {
    const session = await openSession(server, { elicitation: {} });
    const prompt = script({ exec: { cmd: 'touch /tmp/never', escalate: true } }, { text: 'end' });
    const call = { name: 'codex', arguments: { prompt, cwd: server.home.folder } };
    const stream = await session.post({ id: 'asks', method: 'tools/call', params: call });
    const question = await stream.event(({ message }) => message?.method === 'elicitation/create');
    await session.post({ method: 'notifications/cancelled', params: { requestId: 'asks' } });
    await eventually(() => stream.hasEnded(), { describe: stream.text });
    const withdrawal = { method: 'notifications/cancelled', params: { requestId: question.message.id } };
    expect(stream.events().at(-1)?.message).toMatchObject(withdrawal);
    expect(stream.events().filter(({ message }) => message?.id === 'asks')).toEqual([]);
    await session.end();
  });

  test('of a remote, cancelled, does not come either: its stream ends', async ({ http, home, model }) => {
    const remote = await serveHeld('tools/call');
    home.writeConfig({ baseUrl: model.baseUrl, extra: httpTable('held', remote.url) });
    const session = await openSession(await http());
    const call = { name: 'mcp__held__late', arguments: {} };
    const stream = await session.post({ id: 'late', method: 'tools/call', params: call });
    await eventually(() => remote.waiting === 1);
    await session.post({ method: 'notifications/cancelled', params: { requestId: 'late' } });
    await eventually(() => stream.hasEnded(), { describe: stream.text });
    expect(stream.events().filter(({ message }) => message !== undefined)).toEqual([]);
    await session.end();
    await remote.close();
  });

  test('goes to the stream of its request, not to the GET stream', async ({ server }) => {
    const session = await openSession(server);
    const listening = await session.listen();
    expect(listening.status).toBe(200);
    expect(listening.headers['content-type']).toBe('text/event-stream');
    expect(await session.ask('ping')).toMatchObject({ result: {} });
    const call = { name: 'codex', arguments: { prompt: 'hello', cwd: server.home.folder } };
    expect((await session.ask('tools/call', call)).result.isError).toBeUndefined();
    expect(listening.events().filter(({ message }) => message !== undefined)).toEqual([]);
    expect(listening.hasEnded()).toBe(false);
    await session.end();
  });

  test('has one GET stream at a time; a new one may follow', async ({ server }) => {
    const session = await openSession(server);
    const first = await session.listen();
    const second = await session.listen();
    expect(second.status).toBe(409);
    first.cut();
    const third = await eventually(async () => {
      const stream = await session.listen();
      return stream.status === 200 && stream;
    });
    expect(third.hasEnded()).toBe(false);
    await session.end();
  });
});

describe('a broken stream', () => {
  /** A call of several steps, with progress for each, and a text at the end that belongs to it alone. */
  function longCall(server: SharedHttp, id: string): object {
    const commands = ['one', 'two', 'three'].map((word) => ({
      exec: { cmd: `echo ${word} ${id}` },
      firstMs: 300,
    }));
    const prompt = script(...commands, { text: `the end of ${id}`, firstMs: 300 });
    const args = { prompt, cwd: server.home.folder, sandbox: 'workspace-write' };
    const params = { name: 'codex', arguments: args, _meta: { progressToken: `of ${id}` } };
    return { id, method: 'tools/call', params };
  }
  const isResultOf = (id: string) => (event: SseEvent) => event.message?.id === id;
  const isProgress = (event: SseEvent) => event.message?.method === 'notifications/progress';
  const lastIdOf = (events: readonly SseEvent[]) => String(events.at(-1)?.id);

  test('of a running call is resumed as often as it breaks: nothing is lost, nothing comes twice', async ({
    server,
  }) => {
    const session = await openSession(server);
    const received: SseEvent[] = [];
    let stream = await session.post(longCall(server, 'call'));
    const isNew = ({ id }: SseEvent) => !received.some((event) => event.id === id);
    for (let cuts = 0; cuts < 3; cuts += 1) {
      await stream.event((event) => isNew(event) && (isProgress(event) || isResultOf('call')(event)));
      stream.cut();
      received.push(...stream.events());
      if (received.some(isResultOf('call'))) break;
      const lastId = lastIdOf(received);
      stream = await eventually(async () => {
        const resumed = await session.listen(lastId);
        return resumed.status === 200 && resumed;
      });
    }
    if (!received.some(isResultOf('call'))) {
      await stream.event(isResultOf('call'));
      await eventually(() => stream.hasEnded());
      received.push(...stream.events());
    }

    const ids = received.map(({ id }) => id);
    expect(ids).not.toContain(undefined);
    expect(new Set(ids).size).toBe(ids.length);
    const results = received.filter(isResultOf('call'));
    expect(results.map(({ message }) => message.result.structuredContent.content)).toEqual([
      'the end of call',
    ]);
    const told = received.filter(isProgress).map(({ message }) => message.params);
    expect(told.map(({ progress }) => progress)).toEqual(told.map((_, at) => at + 1));
    expect(told.map(({ message }) => message)).toEqual([
      expect.stringContaining('echo one'),
      expect.stringContaining('echo two'),
      expect.stringContaining('echo three'),
      'writing',
    ]);
  });

  test('can be resumed from its first event on, and again when the call has ended', async ({ server }) => {
    const session = await openSession(server);
    const stream = await session.post(longCall(server, 'call'));
    const first = await stream.event(({ id }) => id !== undefined);
    stream.cut();
    for (let times = 0; times < 2; times += 1) {
      const resumed = await session.listen(first.id);
      await resumed.event(isResultOf('call'));
      await eventually(() => resumed.hasEnded());
      expect(resumed.events().filter(isProgress)).toHaveLength(4);
    }
  });

  test('returns only its own events', async ({ server }) => {
    const session = await openSession(server);
    const [mine, other] = await Promise.all(
      ['mine', 'other'].map(async (id) => await session.post(longCall(server, id))),
    );
    const { id } = await (mine as OpenAnswer).event(isProgress);
    mine?.cut();
    await other?.event(isResultOf('other'));
    const resumed = await session.listen(id);
    await resumed.event(isResultOf('mine'));
    expect(resumed.text()).not.toMatch(/of other|echo \w+ other/);
    expect(other?.text()).not.toMatch(/of mine|echo \w+ mine/);
  });

  test('of another session returns nothing', async ({ server }) => {
    const [session, other] = await Promise.all([openSession(server), openSession(server)]);
    const stream = await session.post(longCall(server, 'secret'));
    const { id } = await stream.event(isProgress);
    stream.cut();
    const stolen = await other.listen(id);
    await other.ask('ping');
    expect(stolen.text()).not.toContain('secret');
    const resumed = await session.listen(id);
    await resumed.event(isResultOf('secret'));
    expect(stolen.text()).not.toContain('secret');
    await other.end();
  });

  test('cannot be read twice at the same time', async ({ server }) => {
    const session = await openSession(server);
    const prompt = script({ exec: { cmd: 'echo once' } }, { hang: true });
    const args = { prompt, cwd: server.home.folder, sandbox: 'workspace-write' };
    const params = { name: 'codex', arguments: args, _meta: { progressToken: 1 } };
    const stream = await session.post({ id: 1, method: 'tools/call', params });
    const { id } = await stream.event(isProgress);
    expect((await session.listen(id)).status).toBe(409);
    expect(stream.hasEnded()).toBe(false);
    await session.end();
  });

  test('whose events are no longer kept is answered so, and the session continues', async ({ server }) => {
    const session = await openSession(server);
    const stream = await session.post({ id: 'first', method: 'ping' });
    const { id } = await stream.event(isResultOf('first'));
    // An answer that is larger than all that is kept.
    const call = { name: 'x'.repeat(1.5 * MIB) };
    expect((await session.ask('tools/call', call)).result.isError).toBe(true);
    for (const lastId of [String(id), '99999999', 'nonsense']) {
      const headers = { ...session.headers, Accept: 'text/event-stream', 'Last-Event-ID': lastId };
      const answer = await send(server.url, { headers });
      expect(answer.status, lastId).toBeGreaterThanOrEqual(400);
      expect(answer.status, lastId).toBeLessThan(500);
      expectRefusal(answer, answer.status, lastId);
      expect(answer.json.error.message, lastId).toMatch(
        /not kept|no longer kept|not known any more|forgotten/,
      );
    }
    expect((await session.ask('ping')).result).toEqual({});
  });
});
