// Files of PATCHBAY_HOME that several Patchbays change: real processes at once, and locks that were left behind.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { test as base, expect } from 'vitest';
import { whileLocked, withFileLock } from '../../server/files/file-lock.ts';

interface Program {
  readonly child: ChildProcess;
  say(line: string): void;
  /** The next line it prints. */
  next(): Promise<string>;
}

const test = base.extend<{ folder: string; start: (name: string, ...args: string[]) => Program }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names a fixture needs from this pattern
  folder: async ({}, use) => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'patchbay-shared-'));
    await use(folder);
    fs.rmSync(folder, { recursive: true });
  },
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names a fixture needs from this pattern
  start: async ({}, use) => {
    const started: { child: ChildProcess; exited: Promise<unknown> }[] = [];
    await use((name, ...args) => {
      const file = path.join(import.meta.dirname, `${name}.ts`);
      const child = spawn(process.execPath, [file, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
      started.push({ child, exited: once(child, 'exit') });
      const lines = readline.createInterface({ input: child.stdout })[Symbol.asyncIterator]();
      return {
        child,
        say: (line) => void child.stdin.write(`${line}\n`),
        next: async () => String((await lines.next()).value),
      };
    });
    for (const { child } of started) child.kill('SIGKILL');
    await Promise.all(started.map(({ exited }) => exited));
  },
});

const WRITERS = 4;
const TIMES = 10;

test('simultaneous changes of several processes are all kept', async ({ folder, start }) => {
  const names = Array.from({ length: WRITERS }, (_, at) => `w${at}`);
  const writers = names.map((name) => start('shared-writer', folder, name, String(TIMES)));
  for (const writer of writers) expect(await writer.next()).toBe('ready');
  const ended = writers.map(({ child }) => once(child, 'exit'));
  for (const writer of writers) writer.say('go');
  expect(await Promise.all(ended)).toEqual(names.map(() => [0, null]));

  const all = names.flatMap((name) => Array.from({ length: TIMES }, (_, time) => `${name}-${time}`)).sort();
  const read = (file: string) => JSON.parse(fs.readFileSync(path.join(folder, `${file}.json`), 'utf8'));
  const { 'of-all': ofAll, ...principals } = read('principals').principals;
  expect(Object.keys(principals).sort()).toEqual(all);
  expect(ofAll).toEqual({ mayApprove: true, lastUsedAt: TIMES - 1 });
  expect(Object.keys(read('folders').folders).sort()).toEqual(all.map((one) => `/${one}`));
  expect(Object.keys(read('settings').remotes).sort()).toEqual(all);
  expect(
    read('tokens')
      .tokens.map(({ name }: { name: string }) => name)
      .sort(),
  ).toEqual(all);
  expect(Object.keys(read('secrets').entries).sort()).toEqual(all);
  expect(Object.keys(read('pins').remotes.lab.tools).sort()).toEqual(all);
  expect(fs.readdirSync(folder).filter((file) => file.includes('.lock'))).toEqual([]);
});

/** What a killed process leaves, as of some time ago. */
function leaveLock(lock: string, entry: string): void {
  fs.mkdirSync(path.join(lock, entry), { recursive: true });
  fs.utimesSync(lock, new Date(0), new Date(0));
}

test('several processes waiting for an abandoned lock get it one at a time', async ({ folder, start }) => {
  const file = path.join(folder, 'count');
  fs.writeFileSync(file, '0');
  const counters = Array.from({ length: WRITERS }, () => start('lock-counter', file));
  for (const counter of counters) expect(await counter.next()).toBe('ready');
  const rounds = 30;
  for (let round = 1; round <= rounds; round += 1) {
    leaveLock(`${file}.lock`, `1.another-machine.${round}`);
    for (const counter of counters) counter.say('count');
    for (const counter of counters) expect(await counter.next()).toBe('counted');
    expect(fs.readFileSync(file, 'utf8')).toBe(String(round * WRITERS));
  }
});

test('a process frozen while holding a lock is named, and a killed one blocks nobody', async ({
  folder,
  start,
}) => {
  const file = path.join(folder, 'held');
  const holder = start('lock-holder', file);
  expect(await holder.next()).toBe('held');
  holder.child.kill('SIGSTOP');
  expect(() => withFileLock(file, () => 'in')).toThrow(
    `Another Patchbay (process ${holder.child.pid}) is changing ${file} and does not finish.`,
  );

  const killed = once(holder.child, 'exit');
  holder.child.kill('SIGKILL');
  await killed;
  // Its time is not over for long.
  const later = new Date(Date.now() + 60_000);
  fs.utimesSync(`${file}.lock`, later, later);
  expect(withFileLock(file, () => 'in')).toBe('in');
  expect(fs.existsSync(`${file}.lock`)).toBe(false);
});

test('a process that lost its lock to another one leaves that lock alone', async ({ folder }) => {
  const file = path.join(folder, 'late');
  let release: () => void = () => undefined;
  const late = whileLocked(
    file,
    60_000,
    () =>
      new Promise<void>((resolve) => {
        release = resolve;
      }),
  );
  fs.utimesSync(`${file}.lock`, new Date(0), new Date(0));
  await whileLocked(file, 1000, async () => {
    const held = fs.readdirSync(`${file}.lock`);
    release();
    await late;
    expect(fs.readdirSync(`${file}.lock`)).toEqual(held);
  });
  expect(fs.existsSync(`${file}.lock`)).toBe(false);
});
