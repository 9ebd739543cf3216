// They wait for the times after which a process counts as frozen, each for its own, so they do it at the same time.
import { setTimeout as sleep } from 'node:timers/promises';
import { describe } from 'vitest';
import { script } from '../support/fake-model.ts';
import type { TestHome } from '../support/home.ts';
import { expect, relaysOf, statusOf, test } from '../support/hosts.ts';
import { textOf, threadOf } from '../support/patchbay.ts';
import { enginesOf, eventually, hasSaid, processesOf } from '../support/processes.ts';

const ANSWERED_WITHIN_MS = 15_000;
const silent = script({ hang: true });

/** Stops a process as SIGSTOP does, and gives back how to let it go on; twice is harmless. */
function freeze(pid: number): () => void {
  process.kill(pid, 'SIGSTOP');
  return () => {
    try {
      process.kill(pid, 'SIGCONT');
    } catch {
      // It has been killed meanwhile.
    }
  };
}

function engineOf(home: TestHome): number {
  const [engine] = enginesOf(home.root);
  if (!engine) throw new Error('no engine runs');
  return engine.pid;
}

async function timed<T>(promise: Promise<T>): Promise<{ result: T; ms: number }> {
  const startedAt = performance.now();
  const result = await promise;
  return { result, ms: performance.now() - startedAt };
}

function patient(home: TestHome, baseUrl: string): void {
  home.writeConfig({ baseUrl, retries: { idleMs: 60_000 } });
}

describe.concurrent('when the engine is frozen', () => {
  test('the running call is answered with what happened, and its thread continues in a new engine', async ({
    stdio,
    home,
    model,
  }) => {
    patient(home, model.baseUrl);
    const client = await stdio();
    const { codex, reply } = client;
    const call = codex({ prompt: silent, cwd: home.folder });
    await eventually(() => model.openAnswers() === 1);
    const frozen = engineOf(home);

    freeze(frozen);

    const { result, ms } = await timed(call);
    expect(ms).toBeLessThan(ANSWERED_WITHIN_MS);
    expect(result.isError).toBe(true);
    expect(textOf(result)).toMatch(/^Codex stopped responding \(its process was stopped by a signal\)/);
    expect(textOf(result)).toContain('codex-reply');
    await hasSaid(client, 'engine-frozen');
    const next = await reply({ prompt: script({ text: 'on we go' }), threadId: threadOf(result) });
    expect(textOf(next)).toBe('on we go');
    expect(engineOf(home)).not.toBe(frozen);
  });

  test('a call that arrives then gets a new engine and its answer', async ({ stdio, home }) => {
    const { codex } = await stdio();
    await codex({ prompt: 'hello', cwd: home.folder });
    freeze(engineOf(home));
    const { result, ms } = await timed(codex({ prompt: 'hello', cwd: home.folder }));
    expect(textOf(result)).toBe('Hello from the fake model.');
    expect(ms).toBeLessThan(ANSWERED_WITHIN_MS);
  });

  test('only for a moment, nothing is interrupted', async ({ stdio, home, model }) => {
    patient(home, model.baseUrl);
    const { codex, stderr } = await stdio();
    const call = codex({ prompt: script({ exec: { cmd: 'sleep 5' } }, { text: 'done' }), cwd: home.folder });
    await eventually(() => processesOf(home.root).some(({ command }) => command === 'sleep 5'));
    const goOn = freeze(engineOf(home));
    // The time is what this test is about.
    await sleep(2500);
    goOn();
    expect(textOf(await call)).toBe('done');
    expect(stderr()).not.toContain('engine-frozen');
  });
});

describe.concurrent('when the host of a relay is frozen', () => {
  test('the running call is answered with what happened, and the client is still served', async ({
    http,
    home,
    stdio,
    model,
  }) => {
    patient(home, model.baseUrl);
    const host = await http();
    const client = await stdio();
    await relaysOf(home, 1);
    const call = client.codex({ prompt: silent, cwd: home.folder });
    await eventually(async () => (await statusOf(home)).runningThreads.length === 1);
    const goOn = freeze(host.child.pid as number);
    try {
      const { result, ms } = await timed(call);
      expect(ms).toBeLessThan(ANSWERED_WITHIN_MS);
      expect(result.isError).toBe(true);
      expect(textOf(result)).toContain(`(process ${host.child.pid}) does not respond`);
      const { result: next, ms: nextMs } = await timed(client.codex({ prompt: 'hello', cwd: home.folder }));
      expect(textOf(next)).toBe('Hello from the fake model.');
      expect(nextMs).toBeLessThan(ANSWERED_WITHIN_MS);
    } finally {
      goOn();
    }
    // What its client has left does not run on there.
    await eventually(async () => (await statusOf(home))?.runningThreads.length === 0);
    await relaysOf(home, 1);
  });

  test('a request for the tool list is answered then', async ({ http, home, stdio }) => {
    const host = await http();
    const { client } = await stdio();
    await relaysOf(home, 1);
    const goOn = freeze(host.child.pid as number);
    try {
      const { result, ms } = await timed(client.listTools().catch((error: Error) => error));
      expect(ms).toBeLessThan(ANSWERED_WITHIN_MS);
      expect(result instanceof Error ? result.message : '').toContain('does not respond');
      expect((await client.listTools()).tools.map(({ name }) => name)).toContain('codex');
    } finally {
      goOn();
    }
  });
});

test.concurrent('a frozen relay loses its calls, and is told why when it continues', async ({
  http,
  home,
  stdio,
  model,
}) => {
  patient(home, model.baseUrl);
  const host = await http();
  const client = await stdio();
  await relaysOf(home, 1);
  const threadId = threadOf(await client.codex({ prompt: 'hello', cwd: home.folder }));
  const call = client.reply({ prompt: silent, threadId });
  await eventually(async () => (await statusOf(home)).runningThreads.length === 1);
  const goOn = freeze(client.pid);
  try {
    const { ms } = await timed(
      eventually(async () => (await statusOf(home)).runningThreads.length === 0, {
        withinMs: ANSWERED_WITHIN_MS,
      }),
    );
    expect(ms).toBeLessThan(ANSWERED_WITHIN_MS);
    await hasSaid(host, 'relay-frozen');
  } finally {
    goOn();
  }
  const result = await call;
  expect(result.isError).toBe(true);
  expect(textOf(result)).toContain('was stopped for more than');
  expect(textOf(result)).toContain(threadId);
  expect(textOf(await client.reply({ prompt: script({ text: 'again' }), threadId }))).toBe('again');
});
