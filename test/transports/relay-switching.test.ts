// The relay between a client and servers that are streams in this process, for moments a real host cannot be brought to.
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { readLines } from '../../server/base/lines.ts';
import { type RelayOptions, startRelay, type Upstream } from '../../server/relay/relay.ts';
import { eventually } from '../support/processes.ts';

// biome-ignore lint/suspicious/noExplicitAny: a test states the shape that it expects
type Json = any;

const initialize = { id: 0, method: 'initialize', params: { protocolVersion: '2025-06-18' } };
const modern = { _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' } };

describe('a relay whose server goes away', () => {
  test('introduces the client to the next one and holds messages until then', async () => {
    const { client, host, standalone } = start();
    client.send(initialize, { method: 'notifications/initialized' });
    host.send({ id: 0, result: {} });
    await eventually(() => client.received.length === 1);
    await host.dies();
    client.send({ id: 1, method: 'tools/list' }, { id: 2, method: 'ping' });
    await eventually(() => standalone.received.length === 1);
    const [again] = standalone.received;
    expect(again).toMatchObject({ method: 'initialize', params: initialize.params });
    standalone.send({ id: again.id, result: {} });
    await eventually(() => standalone.received.length === 4);
    expect(standalone.received.slice(1)).toMatchObject([
      { method: 'notifications/initialized' },
      { id: 1, method: 'tools/list' },
      { id: 2, method: 'ping' },
    ]);
    standalone.send({ id: 1, result: { tools: [] } });
    await eventually(() => client.received.length === 2);
    expect(client.received[1]).toEqual({ id: 1, result: { tools: [] } });
  });

  test('lets the next one answer an initialize that was not answered', async () => {
    const { client, host, standalone } = start();
    client.send(initialize);
    await eventually(() => host.received.length === 1);
    await host.dies();
    await eventually(() => standalone.received.length === 1);
    standalone.send({ id: 0, result: { serverInfo: {} } });
    await eventually(() => client.received.length === 1);
    expect(client.received).toEqual([{ id: 0, result: { serverInfo: {} } }]);
  });

  test('answers open requests: calls with a result, others with an error', async () => {
    const { client, host } = start();
    const call = { method: 'tools/call', params: { name: 'codex-reply', arguments: { threadId: 't1' } } };
    client.send(
      { id: 1, ...call },
      { id: 'two', method: 'tools/call', params: { name: 'codex', ...modern } },
      { id: 3, method: 'tools/list' },
      { id: 4, method: 'tools/list' },
      { method: 'notifications/cancelled', params: { requestId: 4 } },
    );
    await eventually(() => host.received.length === 5);
    await host.dies();
    await eventually(() => client.received.length === 3);
    const [reply, codex, list] = client.received;
    expect(reply).toMatchObject({ id: 1, result: { isError: true, structuredContent: { threadId: 't1' } } });
    expect(reply.result.resultType).toBeUndefined();
    expect(codex).toMatchObject({ id: 'two', result: { isError: true, resultType: 'complete' } });
    expect(list).toMatchObject({ id: 3, error: { code: -32000 } });
  });

  test('passes a standing subscription to the next one', async () => {
    const { client, host, standalone } = start();
    const listen = { id: 7, method: 'subscriptions/listen', params: modern };
    client.send(listen);
    await eventually(() => host.received.length === 1);
    await host.dies();
    await eventually(() => standalone.received.length === 1);
    expect(standalone.received).toEqual([listen]);
    expect(client.received).toEqual([]);
  });

  test('continues when that server no longer read its input', async () => {
    const { client, host, standalone } = start();
    host.stalls();
    client.send({ id: 1, method: 'ping', params: { filler: 'x'.repeat(1_000_000) } });
    client.send({ id: 2, method: 'ping' });
    await eventually(() => host.isFull());
    await host.dies();
    client.send({ id: 3, method: 'ping' });
    await eventually(() => standalone.received.some(({ id }) => id === 3));
  });

  test('tells the client when no server can be started, and retries with the next message', async () => {
    let attempts = 0;
    const { client, host } = start({
      startStandalone: () => Promise.reject(new Error(`not today ${++attempts}`)),
    });
    client.send({ id: 1, method: 'ping' });
    await eventually(() => host.received.length === 1);
    await host.dies();
    await eventually(() => client.received.length === 1);
    for (const id of [2, 3]) {
      client.send({ id, method: 'ping' });
      await eventually(() => client.received.length === id);
      expect(client.received.at(-1)).toMatchObject({ id, error: { message: `not today ${id - 1}` } });
    }
  });
});

describe('a relay that finds a host again', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  test('switches to it when no call is running', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const next = fakeServer('host');
    let looks = 0;
    const { client, standalone } = await startOnItsOwn(async () => {
      looks += 1;
      return next.upstream;
    });
    client.send({ id: 1, method: 'ping' });
    await eventually(() => standalone.received.some(({ id }) => id === 1));
    vi.advanceTimersByTime(100);
    expect(looks).toBe(0);
    standalone.send({ id: 1, result: {} });
    await eventually(() => {
      vi.advanceTimersByTime(10);
      return next.received.length === 1;
    });
    client.send({ id: 2, method: 'ping' });
    next.send({ id: next.received[0].id, result: {} });
    await eventually(() => next.received.length === 3);
    expect(next.received.slice(1)).toMatchObject([
      { method: 'notifications/initialized' },
      { id: 2, method: 'ping' },
    ]);
    expect(standalone.isClosed()).toBe(true);
    expect(looks).toBe(1);
  });

  test('waits while a thread runs that no call waits for', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    let looks = 0;
    const { standalone } = await startOnItsOwn(async () => {
      looks += 1;
      return undefined;
    });
    await eventually(() => {
      vi.advanceTimersByTime(10);
      return looks > 0;
    });
    standalone.isBusy = true;
    const before = looks;
    vi.advanceTimersByTime(100);
    expect(looks).toBe(before);
  });

  for (const [what, fail] of Object.entries<(server: FakeServer) => void>({
    refuses: (server) => server.send({ id: server.received[0].id, error: { code: -32000, message: 'no' } }),
    dies: (server) => void server.dies(),
  })) {
    test(`stays where it is when that host ${what}`, async () => {
      const next = fakeServer('host');
      const found = [next];
      const { client, standalone } = await startOnItsOwn(async () => found.shift()?.upstream);
      await eventually(() => next.received.length === 1);
      client.send({ id: 2, method: 'ping' });
      fail(next);
      await eventually(() => standalone.received.some(({ id }) => id === 2));
      standalone.send({ id: 2, result: {} });
      await eventually(() => client.received.some(({ id }) => id === 2));
      expect(standalone.isClosed()).toBe(false);
    });
  }
});

test('a client that leaves while a server is being found leaves nothing open', async () => {
  const { client, host, standalone, relay } = start();
  client.send(initialize);
  await eventually(() => host.received.length === 1);
  host.send({ id: 0, result: {} });
  await eventually(() => client.received.length === 1);
  await host.dies();
  client.send({ id: 1, method: 'ping' });
  await eventually(() => standalone.received.length === 1);
  client.breaks();
  await relay.gone;
  await relay.close();
  expect(standalone.isClosed()).toBe(true);
});

test('a list that waits for a server when the input ends is answered', async () => {
  const { client, host, standalone, relay } = start();
  await host.dies();
  client.send({ id: 1, method: 'tools/list' });
  client.leave();
  await Promise.race([relay.gone, eventually(() => standalone.received.length === 1)]);
  expect(standalone.received).toEqual([{ id: 1, method: 'tools/list' }]);
  standalone.send({ id: 1, result: { tools: [] } });
  await relay.gone;
  await eventually(() => client.received.length === 1);
  expect(client.received).toEqual([{ id: 1, result: { tools: [] } }]);
});

test('the input of a client whose server cannot be found ends with an answer', async () => {
  const { client, host, relay } = start({ startStandalone: () => Promise.reject(new Error('not today')) });
  await host.dies();
  client.send({ id: 1, method: 'tools/list' });
  client.leave();
  await relay.gone;
  await eventually(() => client.received.length === 1);
  expect(client.received).toMatchObject([{ id: 1, error: { message: 'not today' } }]);
});

interface FakeServer {
  readonly upstream: Upstream;
  /** What the relay sent, oldest first. */
  readonly received: Json[];
  isBusy: boolean;
  send(...messages: object[]): void;
  /** It takes in nothing from now on. */
  stalls(): void;
  /** The relay has to wait before it writes more. */
  isFull(): boolean;
  /** As a process that is killed. Resolves when the relay can know. */
  dies(): Promise<void>;
  isClosed(): boolean;
}

function fakeServer(kind: Upstream['kind']): FakeServer {
  const [fromRelay, toRelay] = [new PassThrough(), new PassThrough()];
  const received = receivedOn(fromRelay);
  let isClosed = false;
  const server: FakeServer = {
    upstream: {
      kind,
      input: toRelay,
      output: fromRelay,
      isBusy: () => server.isBusy,
      async close() {
        isClosed = true;
        toRelay.destroy();
      },
    },
    received,
    isBusy: false,
    send: (...messages) => sendOn(toRelay, messages),
    stalls: () => void fromRelay.pause(),
    isFull: () => fromRelay.writableNeedDrain,
    async dies() {
      toRelay.destroy();
      await once(toRelay, 'close');
    },
    isClosed: () => isClosed,
  };
  return server;
}

function start(options: Partial<RelayOptions> = {}) {
  const [fromClient, toClient] = [new PassThrough(), new PassThrough()];
  const [host, standalone] = [fakeServer('host'), fakeServer('standalone')];
  const relay = startRelay({
    client: { input: fromClient, output: toClient },
    host: host.upstream,
    findHost: async () => undefined,
    startStandalone: async () => standalone.upstream,
    onChange: () => undefined,
    lookEveryMs: 10,
    ...options,
  });
  const client = {
    received: receivedOn(toClient),
    send: (...messages: object[]) => sendOn(fromClient, messages),
    leave: () => fromClient.end(),
    /** It no longer reads. */
    breaks: () => toClient.destroy(new Error('EPIPE')),
  };
  return { relay, client, host, standalone };
}

/** A relay that has lost its host and has a server of its own, introduced to a client. */
async function startOnItsOwn(findHost: RelayOptions['findHost']) {
  let isAlone = false;
  const started = start({ findHost: async () => (isAlone ? await findHost() : undefined) });
  const { client, host, standalone } = started;
  client.send(initialize, { method: 'notifications/initialized' });
  await eventually(() => host.received.length === 2);
  host.send({ id: 0, result: {} });
  await eventually(() => client.received.length === 1);
  await host.dies();
  client.send({ id: 'first', method: 'ping' });
  await eventually(() => standalone.received.length === 1);
  standalone.send({ id: standalone.received[0].id, result: {} });
  await eventually(() => standalone.received.some(({ id }) => id === 'first'));
  standalone.send({ id: 'first', result: {} });
  await eventually(() => client.received.length === 2);
  isAlone = true;
  return started;
}

function receivedOn(stream: PassThrough): Json[] {
  const received: Json[] = [];
  readLines(stream, (line) => received.push(JSON.parse(line)));
  return received;
}

function sendOn(stream: PassThrough, messages: object[]): void {
  for (const message of messages) stream.write(`${JSON.stringify(message)}\n`);
}
