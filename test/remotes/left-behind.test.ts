// Remotes that leave something behind: a process of their own that holds the pipes, a closed output, a flood of noise.
import { once } from 'node:events';
import type { FakeModel } from '../support/fake-model.ts';
import { expect, test } from '../support/fixtures.ts';
import type { TestHome } from '../support/home.ts';
import { textOf } from '../support/patchbay.ts';
import { allGone, eventually, processesOf } from '../support/processes.ts';
import { type RawStdio, startRawStdio } from '../support/raw-stdio.ts';
import { leavingFile, stdioTable } from '../support/remotes.ts';

const ENDS_WITHIN_MS = 10_000;

async function start(home: TestHome, model: FakeModel): Promise<RawStdio> {
  const extra = stdioTable('leaving', leavingFile, [], 'tool_timeout_sec = 15');
  home.writeConfig({ baseUrl: model.baseUrl, extra });
  const raw = startRawStdio(home);
  await raw.initialize();
  return raw;
}

const call = async (raw: RawStdio, tool: string): Promise<string> =>
  textOf((await raw.ask('tools/call', { name: `mcp__leaving__${tool}`, arguments: {} })).result);

function killAll(home: TestHome, raw: RawStdio): void {
  raw.child.kill('SIGKILL');
  for (const { pid } of processesOf(home.root)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself meanwhile.
    }
  }
}

test.for([
  ['the end of its input', (raw: RawStdio) => raw.child.stdin?.end(), 0],
  ['SIGTERM', (raw: RawStdio) => raw.child.kill('SIGTERM'), 143],
  ['SIGKILL', (raw: RawStdio) => raw.child.kill('SIGKILL'), null],
] as const)(
  'a daemon started by a remote delays no end, and is killed too: %s',
  async (row, { home, model }) => {
    const [, end, code] = row;
    const raw = await start(home, model);
    expect(await call(raw, 'daemon')).toBe('did daemon');
    try {
      await eventually(() => processesOf(home.root).some(({ command }) => command === 'sleep 985'));
      const exited = once(raw.child, 'exit', { signal: AbortSignal.timeout(ENDS_WITHIN_MS) });
      end(raw);
      expect((await exited)[0]).toBe(code);
      await allGone(home.root);
    } finally {
      killAll(home, raw);
    }
  },
);

test('a daemon that cannot be told from other processes delays no end either', async ({ home, model }) => {
  const raw = await start(home, model);
  expect(await call(raw, 'hidden')).toBe('did hidden');
  const hidden = () => processesOf(home.root).filter(({ command }) => command.startsWith('tail -f'));
  try {
    await eventually(() => hidden().length === 1);
    const exited = once(raw.child, 'exit', { signal: AbortSignal.timeout(ENDS_WITHIN_MS) });
    raw.child.kill('SIGTERM');
    expect((await exited)[0]).toBe(143);
  } finally {
    killAll(home, raw);
  }
});

test('a remote that closes its output counts as ended: its call fails at once, the next one is answered', async ({
  home,
  model,
}) => {
  const raw = await start(home, model);
  const startedAt = performance.now();
  expect(await call(raw, 'mute')).toContain('it closed its output');
  expect(await call(raw, 'echo')).toBe('did echo');
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  expect(await raw.end()).toBe(0);
  await allGone(home.root);
});

test('a flood of lines that are not messages is logged by count, not line by line', async ({
  home,
  model,
}) => {
  const raw = await start(home, model);
  expect(await call(raw, 'noise')).toBe('did noise');
  const logged = () => raw.stderr().match(/.*remote-sent-nonsense.*/g) ?? [];
  await eventually(() => logged().length >= 5, { describe: () => raw.stderr().slice(-2000) });
  expect(await raw.end()).toBe(0);
  expect(logged()).toHaveLength(5);
  expect(logged()[0]).toContain('noise 1');
  expect(logged()[4]).toMatch(/10000 lines.*noise 10000/);
});
