// Clients of MCP 2025-11-25 over HTTP that go away without a word, or with one. The server and its host run in this
// process, with times that a test can wait for.
import fs from 'node:fs';
import v8 from 'node:v8';
import vm from 'node:vm';
import { describe } from 'vitest';
import { resolvePaths } from '../../server/config/paths.ts';
import { anonymousPrincipal } from '../../server/config/principals.ts';
import { defaultCeiling } from '../../server/contract/ceiling.ts';
import { startHost } from '../../server/host/start-host.ts';
import type { Logger } from '../../server/logging/logger.ts';
import type { HttpOptions, HttpServer } from '../../server/transports/http/server.ts';
import { type FakeModel, script } from '../support/fake-model.ts';
import { test as base, expect } from '../support/fixtures.ts';
import type { TestHome } from '../support/home.ts';
import { openHttpDoor } from '../support/http-door.ts';
import { askModern } from '../support/modern-client.ts';
import { connectHttp } from '../support/patchbay.ts';
import { eventually } from '../support/processes.ts';
import { openSession, postInitialize, type RawSession } from '../support/raw-http.ts';

const silent: Logger = { error() {}, warn() {}, info() {}, debug() {}, with: () => silent };

interface Served extends HttpServer {
  /** It asks for none. */
  readonly token: '';
}

type Times = Pick<HttpOptions, 'unattendedMs' | 'sessionIdleMs'>;

const test = base.extend<{ serve(times: Times): Promise<Served> }>({
  serve: async ({ home, model }, use) => {
    patient(home, model);
    const closing: (() => Promise<void>)[] = [];
    await use(async (times) => {
      const principal = anonymousPrincipal(defaultCeiling);
      const host = startHost({
        paths: resolvePaths({ env: home.env }),
        env: home.env,
        logger: silent,
        approvalDeadlineMs: 600_000,
        ownAddresses: () => [],
      });
      closing.push(() => host.close());
      const server = await openHttpDoor(principal, {
        ...times,
        openSession: () => host.openSession(principal, { transport: 'http' }),
        logger: silent,
      });
      closing.push(() => server.close());
      return Object.assign(Object.create(server), { token: '' }) as Served;
    });
    for (const close of closing.reverse()) await close();
  },
});

describe('a client whose stream breaks during a call', () => {
  test('has its turn continue for a while and then interrupted', async ({ serve, home, model }) => {
    const server = await serve({ unattendedMs: 1500 });
    const session = await openSession(server);
    const stream = await session.post(callOf({ prompt: script({ hang: true }), cwd: home.folder }));
    await eventually(() => model.openAnswers() === 1);
    const cutAt = performance.now();
    stream.cut();
    await eventually(() => model.openAnswers() === 0);
    expect(performance.now() - cutAt).toBeGreaterThan(1400);
    await eventually(async () => (await threadStatuses(session))[0] === 'idle');
  });

  test('keeps its turn by coming back with Last-Event-ID, and gets the result', async ({
    serve,
    home,
    model,
  }) => {
    const server = await serve({ unattendedMs: 4000 });
    const session = await openSession(server);
    const prompt = script({ text: 'the end', firstMs: 7000 });
    const stream = await session.post(callOf({ prompt, cwd: home.folder }));
    const { id } = await stream.event((event) => event.id !== undefined);
    await eventually(() => model.openAnswers() === 1);
    stream.cut();
    await session.ask('ping');
    const resumed = await session.listen(id);
    const { message } = await resumed.event((event) => event.message?.id === 'call');
    expect(message.result.structuredContent.content).toBe('the end');
    expect(message.result.isError).toBeUndefined();
  });

  test('gets the result even when it comes back after the turn has ended', async ({ serve, home, model }) => {
    const server = await serve({ unattendedMs: 10_000 });
    const session = await openSession(server);
    const prompt = script({ text: 'the end', firstMs: 500 });
    const stream = await session.post(callOf({ prompt, cwd: home.folder }));
    const { id } = await stream.event((event) => event.id !== undefined);
    await eventually(() => model.openAnswers() === 1);
    stream.cut();
    await eventually(() => model.openAnswers() === 0);
    const resumed = await session.listen(id);
    const { message } = await resumed.event((event) => event.message?.id === 'call');
    expect(message.result.structuredContent.content).toBe('the end');
  });

  test('is not gone while another of its streams is open', async ({ serve, home, model }) => {
    const server = await serve({ unattendedMs: 500 });
    const session = await openSession(server);
    const listening = await session.listen();
    const hanging = callOf({ prompt: script({ hang: true }), cwd: home.folder });
    const stream = await session.post(hanging);
    await eventually(() => model.openAnswers() === 1);
    const other = await openSession(server);
    const onlyStream = await other.post(hanging);
    await eventually(() => model.openAnswers() === 2);
    stream.cut();
    onlyStream.cut();
    // Who left later is gone by now.
    await eventually(async () => (await threadStatuses(session)).includes('idle'));
    expect(await threadStatuses(session)).toContain('running');
    expect(model.openAnswers()).toBe(1);
    listening.cut();
    await eventually(() => model.openAnswers() === 0);
  });

  test('has its open question denied with the turn: nothing runs', async ({ serve, home }) => {
    const server = await serve({ unattendedMs: 2000 });
    const onlooker = await openSession(server);
    const { client, codex, elicitations } = await connectHttp(server, {
      onElicit: () => new Promise(() => {}),
    });
    const prompt = script({ exec: { cmd: 'touch ran' } });
    const call = codex({
      prompt,
      cwd: home.folder,
      sandbox: 'workspace-write',
      'approval-policy': 'untrusted',
    });
    call.catch(() => undefined);
    await eventually(() => elicitations.length === 1);
    // Without ending its session.
    await client.close();
    expect(await threadStatuses(onlooker)).toEqual(['running']);
    await eventually(async () => (await threadStatuses(onlooker))[0] === 'idle');
    expect(fs.readdirSync(home.folder)).toEqual([]);
  });
});

test('a session that its client ends takes its calls with it', async ({ serve, home, model }) => {
  const server = await serve({});
  const session = await openSession(server);
  const stream = await session.post(callOf({ prompt: script({ hang: true }), cwd: home.folder }));
  await eventually(() => model.openAnswers() === 1);
  expect((await session.end()).status).toBe(200);
  await eventually(() => model.openAnswers() === 0);
  await eventually(() => stream.hasEnded());
  const other = await openSession(server);
  await eventually(async () => (await threadStatuses(other))[0] === 'idle');
});

const CROWD = 100;
/** 2 KB a client. */
const MOST_LEFT_BYTES = CROWD * 2048;

describe('clients that come once and vanish', () => {
  test('have their sessions closed after a while, and leave nothing behind', async ({ serve }) => {
    const server = await serve({ sessionIdleMs: 400 });
    const crowd = async () => {
      let most = 0;
      const come = async () => {
        await postInitialize(server);
        most = Math.max(most, server.sessionCount);
      };
      for (let at = 0; at < CROWD; at += 20) await Promise.all(Array.from({ length: 20 }, come));
      expect(most).toBeGreaterThan(0);
      await eventually(() => server.sessionCount === 0);
    };
    expect(await bytesLeftBy(crowd)).toBeLessThan(MOST_LEFT_BYTES);
  });

  test('leave nothing behind in the era without sessions', async ({ serve }) => {
    const server = await serve({});
    const crowd = async () => {
      for (let at = 0; at < CROWD; at += 20) {
        await Promise.all(Array.from({ length: 20 }, () => askModern(server, { method: 'tools/list' })));
      }
    };
    expect(await bytesLeftBy(crowd)).toBeLessThan(MOST_LEFT_BYTES);
    expect(server.sessionCount).toBe(0);
  });
});

/**
 * How much the heap has grown by one more time, after everything that is made only once has been made. What is left
 * behind is left each time; what grew for another reason has grown once.
 */
async function bytesLeftBy(work: () => Promise<void>): Promise<number> {
  for (let times = 0; times < 3; times += 1) await work();
  let least = Infinity;
  for (let times = 0; times < 3 && least >= MOST_LEFT_BYTES; times += 1) {
    const before = await heapBytes();
    await work();
    least = Math.min(least, (await heapBytes()) - before);
  }
  return least;
}

async function heapBytes(): Promise<number> {
  v8.setFlagsFromString('--expose-gc');
  const collect = vm.runInNewContext('gc') as () => void;
  // What sockets and timers still hold goes with the next turns of the event loop.
  let least = Infinity;
  let looksWithoutLess = 0;
  return await eventually(() => {
    collect();
    const { heapUsed } = process.memoryUsage();
    looksWithoutLess = heapUsed < least ? 0 : looksWithoutLess + 1;
    least = Math.min(least, heapUsed);
    return looksWithoutLess >= 3 && least;
  });
}

function callOf(args: Record<string, unknown>): object {
  return { id: 'call', method: 'tools/call', params: { name: 'codex', arguments: args } };
}

async function threadStatuses(session: RawSession): Promise<string[]> {
  const { result } = await session.ask('tools/call', { name: 'codex-threads', arguments: {} });
  return result.structuredContent.threads.map(({ status }: { status: string }) => status);
}

/** A silent model is not given up. */
function patient(home: TestHome, model: FakeModel): void {
  home.writeConfig({ baseUrl: model.baseUrl, retries: { idleMs: 60_000 } });
}
