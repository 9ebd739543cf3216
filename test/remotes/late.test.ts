// A remote that hangs holds up nothing but its own tools: lists come without them, say so, and are announced again when
// they are there.
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { type HeldRemote, serveHeld } from '../support/held-remote.ts';
import { expect, hostTest } from '../support/host-test.ts';
import { askModern, openModern } from '../support/modern-client.ts';
import type { Place } from '../support/patchbay.ts';
import { eventually } from '../support/processes.ts';
import { openSession } from '../support/raw-http.ts';
import { clientInfo, type RawStdio, startRawStdio } from '../support/raw-stdio.ts';
import { httpTable, probeTable } from '../support/remotes.ts';

interface Held {
  /** One that does not answer `initialize`, and one that does not list its tools. */
  held: readonly HeldRemote[];
}

const test = hostTest().extend<Held>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names a fixture needs from this pattern
  held: async ({}, use) => {
    const remotes = await Promise.all(['initialize', 'tools/list'].map(serveHeld));
    await use(remotes);
    await Promise.all(remotes.map((remote) => remote.close()));
  },
});

/** What a list waits for at most, and no more than half of what a remote has to start. */
const SOON_MS = 15_000;
/** Less than a list waits. */
const BEFORE_LISTED_MS = 4500;

const missing = (names: readonly string[]) =>
  names.map((server) => ({
    server,
    reason: `The MCP server ${server} did not answer tools/list within 5 s.`,
  }));

// biome-ignore lint/suspicious/noExplicitAny: raw results are looked at freely
const remotesIn = ({ tools }: any): string[] => [
  ...new Set<string>(tools.flatMap(({ name }: { name: string }) => name.split('__').slice(1, 2))),
];

const inTime = async <T>(limitMs: number, work: Promise<T>): Promise<T> => {
  const startedAt = performance.now();
  const value = await work;
  expect(performance.now() - startedAt).toBeLessThan(limitMs);
  return value;
};

/** Their names in config.toml, beside one that works. */
function tables(held: readonly HeldRemote[], names: readonly string[]): string {
  return [...held.map(({ url }, at) => httpTable(String(names[at]), url)), probeTable('probe')].join('\n');
}

test('a remote that hangs is left out of lists after a while, named, and announced when it is there', async ({
  host,
  home,
  held,
}) => {
  const names = ['starts-late', 'lists-late'];
  home.writeConfig({ baseUrl: host.model.baseUrl, extra: tables(held, names) });
  const [session, other] = [await openSession(host), await openSession(host)];
  const stream = await session.listen();
  const told = () => stream.events().map(({ message }) => message?.method);
  const listening = await openModern(host, {
    method: 'subscriptions/listen',
    params: { notifications: { toolsListChanged: true } },
  });

  const list = await inTime(SOON_MS, session.post({ id: 1, method: 'tools/list' }));
  const { result } = (await list.event(({ message }) => message?.id === 1)).message;
  expect(remotesIn(result)).toEqual(['probe']);
  expect(result._meta).toEqual({ 'patchbay/missing': missing(names) });
  const lines = list.events().flatMap(({ message }) => message?.params ?? []);
  expect(lines).toEqual(
    missing(names).map(({ server, reason }) => ({
      level: 'warning',
      logger: 'patchbay',
      data: `The tools of the MCP server ${server} are missing. ${reason}`,
    })),
  );

  // Nobody waits for them again, whoever asks.
  for (const asking of [session, other]) {
    const again = (await inTime(BEFORE_LISTED_MS, asking.ask('tools/list'))).result;
    expect([remotesIn(again), again._meta]).toEqual([['probe'], result._meta]);
  }
  let waiting: readonly number[] | undefined;
  for (let round = 0; round < 3; round += 1) {
    const modern = await inTime(BEFORE_LISTED_MS, askModern(host, { method: 'tools/list' }));
    expect(modern.json.result._meta).toMatchObject(result._meta);
    // They share one list that is under way, and no connection is opened for another.
    await eventually(() => held.every((remote) => remote.waiting >= 3));
    waiting ??= held.map((remote) => remote.waiting);
    expect(held.map((remote) => remote.waiting)).toEqual(waiting);
  }
  await inTime(BEFORE_LISTED_MS, session.ask('logging/setLevel', { level: 'error' }));

  for (const remote of held) remote.letGo();
  await eventually(() => told().includes('notifications/tools/list_changed'));
  await eventually(() =>
    listening.events().some(({ message }) => message?.method === 'notifications/tools/list_changed'),
  );
  await eventually(async () => remotesIn((await session.ask('tools/list')).result).length === 3);
  expect((await session.ask('tools/list')).result._meta).toBeUndefined();
  for (const open of [stream, listening]) open.cut();
});

test('a list that waits for remotes when the input ends is answered, by a server of its own and through a relay', async ({
  host,
  home,
  held,
}) => {
  const names = ['starts-after', 'lists-after'];
  home.writeConfig({ baseUrl: host.model.baseUrl, extra: tables(held, names) });
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo };
  const results = [['--standalone'], []].map(async (args) => {
    const client = startRawStdio(home as Place, args);
    client.send({ id: 1, method: 'initialize', params });
    client.send({ method: 'notifications/initialized' });
    client.send({ id: 2, method: 'tools/list' });
    const ended = client.end();
    const { result } = await client.answerTo(2);
    return { names: remotesIn(result), meta: result._meta, code: await ended };
  });
  for (const result of await Promise.all(results)) {
    expect(result).toEqual({ names: ['probe'], meta: { 'patchbay/missing': missing(names) }, code: 0 });
  }
});

interface End {
  readonly args: readonly string[];
  /** What the remote does not answer. */
  readonly held: 'initialize' | 'tools/list';
  end(client: RawStdio, id: number): Promise<number | null>;
  readonly code: number;
}

const ends: Readonly<Record<string, End>> = {
  'its input ends after the list was cancelled': {
    args: ['--standalone'],
    held: 'initialize',
    end: cancelAndEnd,
    code: 0,
  },
  'the same through a relay': { args: [], held: 'tools/list', end: cancelAndEnd, code: 0 },
  'SIGTERM comes': { args: ['--standalone'], held: 'initialize', end: terminate, code: 143 },
};

async function cancelAndEnd(client: RawStdio, requestId: number): Promise<number | null> {
  client.send({ method: 'notifications/cancelled', params: { requestId } });
  return await client.end();
}

async function terminate({ child }: RawStdio): Promise<number | null> {
  child.kill('SIGTERM');
  await once(child, 'exit');
  return child.exitCode;
}

test.for(Object.entries(ends))(
  'a list that waits for a remote delays no end when %s',
  async ([, row], { host, home, held }) => {
    const remote = held[row.held === 'initialize' ? 0 : 1] as HeldRemote;
    home.writeConfig({ baseUrl: host.model.baseUrl, extra: httpTable(`hangs-${row.code}`, remote.url) });
    const client = startRawStdio(home as Place, row.args);
    await client.initialize();
    let id = 1;
    const isHeld = () => remote.waiting > 0;
    // A host may answer before it has read its config.toml again.
    await eventually(async () => {
      client.send({ id: ++id, method: 'tools/list' });
      await Promise.race([eventually(isHeld), client.answerTo(id)]);
      return isHeld();
    });
    expect(await inTime(BEFORE_LISTED_MS, row.end(client, id))).toBe(row.code);
    // Its session ends too, with what was opened for it.
    await eventually(() => remote.givenUp > 0);
  },
);
