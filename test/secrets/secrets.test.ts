// The store of secrets: where they lie, who can read them, and what is left when a process or a keychain fails.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { test as base, expect } from 'vitest';
import { keyringFile } from '../../server/base/program.ts';
import { silentLogger } from '../../server/logging/silent.ts';
import { openKeyring } from '../../server/secrets/keyring.ts';
import { openSecretFile } from '../../server/secrets/secret-file.ts';
import { openSecrets, type Secrets, type StoreKind } from '../../server/secrets/secrets.ts';
import { startKeychain } from '../support/keychain.ts';
import { eventually } from '../support/processes.ts';

interface StoreOptions {
  readonly mode: StoreKind | 'auto';
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

const test = base.extend<{ folder: string; open(options: StoreOptions): Secrets }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names a fixture needs from this pattern
  folder: async ({}, use) => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'secrets-'));
    await use(folder);
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  },
  open: async ({ folder }, use) => {
    const opened: Secrets[] = [];
    await use(({ mode, env = {}, timeoutMs }) => {
      const ofProcess = { PATH: process.env['PATH'] ?? '', HOME: folder };
      const secrets = openSecrets({
        file: fileIn(folder),
        keyring: openKeyring({
          program: keyringFile,
          account: folder,
          env: { ...ofProcess, ...env },
          ...(timeoutMs !== undefined && { timeoutMs }),
        }),
        mode: () => mode,
        logger: silentLogger,
      });
      opened.push(secrets);
      return secrets;
    });
    for (const secrets of opened) secrets.close();
  },
});

const fileIn = (folder: string) => path.join(folder, 'home', 'secrets.json');

test('a file is readable by its owner alone, and another process finds the secret in it', async ({
  folder,
  open,
}) => {
  expect(await open({ mode: 'file' }).set('one', { since: 'today' }, 'a secret')).toBe('file');
  expect(fs.statSync(fileIn(folder)).mode & 0o777).toBe(0o600);
  expect(fs.statSync(path.dirname(fileIn(folder))).mode & 0o777).toBe(0o700);
  const other = open({ mode: 'file' });
  expect(other.about('one')).toEqual({ since: 'today' });
  expect(await other.get('one')).toBe('a secret');
  expect(await other.get('two')).toBeUndefined();
  other.delete('one');
  expect(await other.get('one')).toBeUndefined();
});

test('a file that was readable by others is not after a write', async ({ folder, open }) => {
  const secrets = open({ mode: 'file' });
  await secrets.set('one', {}, 'a secret');
  fs.chmodSync(fileIn(folder), 0o644);
  await secrets.set('two', {}, 'another');
  expect(fs.statSync(fileIn(folder)).mode & 0o777).toBe(0o600);
});

test('another process changing the file is noticed', async ({ open }) => {
  const changed: string[] = [];
  const watching = open({ mode: 'file' });
  await watching.set('own', {}, 'of ours');
  watching.onChanged((names) => changed.push(...names));
  await open({ mode: 'file' }).set('one', {}, 'a secret');
  await eventually(() => changed.includes('one'));
  expect(changed).not.toContain('own');
});

test('a process killed during a write leaves a complete file', async ({ folder, open }) => {
  await open({ mode: 'file' }).set('kept', {}, 'a secret');
  for (let round = 0; round < 3; round += 1) {
    const child = spawn(
      process.execPath,
      [path.join(import.meta.dirname, 'killed-writer.ts'), fileIn(folder)],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const exited = once(child, 'exit');
    for (let writes = 0; writes <= round; writes += 1) await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await exited;
    expect(openSecretFile(fileIn(folder)).read()['kept']).toMatchObject({ plain: 'a secret' });
  }
});

test('a broken file is named, and never replaced', async ({ folder, open }) => {
  fs.mkdirSync(path.dirname(fileIn(folder)));
  fs.writeFileSync(fileIn(folder), '{ not json');
  await expect(open({ mode: 'file' }).set('one', {}, 'a secret')).rejects.toMatchObject({
    code: 'file-broken',
  });
  expect(fs.readFileSync(fileIn(folder), 'utf8')).toBe('{ not json');
});

test('without a keychain a secret is only in memory, and the person is told why', async ({
  folder,
  open,
}) => {
  const secrets = open({ mode: 'auto' });
  expect(await secrets.place()).toMatchObject({
    kind: 'memory',
    notice: expect.stringMatching(/keychain cannot be used.*"store": "file"/),
  });
  expect(await secrets.set('one', {}, 'a secret')).toBe('memory');
  expect(await secrets.get('one')).toBe('a secret');
  expect(fs.existsSync(fileIn(folder))).toBe(false);
  await expect(open({ mode: 'keyring' }).set('one', {}, 'a secret')).rejects.toMatchObject({
    code: 'keychain-missing',
  });
});

test('a keychain that never answers blocks nothing', async ({ folder, open }) => {
  const silentBus = net.createServer().listen(path.join(folder, 'bus'));
  await once(silentBus, 'listening');
  try {
    const env = { DBUS_SESSION_BUS_ADDRESS: `unix:path=${path.join(folder, 'bus')}` };
    const secrets = open({ mode: 'auto', env, timeoutMs: 1500 });
    let ticks = 0;
    const timer = setInterval(() => {
      ticks += 1;
    }, 50);
    expect(await secrets.place()).toMatchObject({
      kind: 'memory',
      notice: expect.stringContaining('did not answer'),
    });
    // We were free all the time, and it is not asked again at once.
    expect(ticks).toBeGreaterThan(10);
    const again = Date.now();
    await secrets.place();
    expect(Date.now() - again).toBeLessThan(1500);
    clearInterval(timer);
  } finally {
    silentBus.close();
  }
});

test('with a keychain the file contains nothing that can be read without it', async ({ folder, open }) => {
  fs.mkdirSync(path.join(folder, 'keychain'));
  const keychain = await startKeychain(path.join(folder, 'keychain'), { PATH: process.env['PATH'] ?? '' });
  try {
    const long = 'a long secret '.repeat(1000);
    const { env } = keychain;
    expect(await open({ mode: 'auto', env }).set('one', { since: 'today' }, long)).toBe('keyring');
    expect(fs.readFileSync(fileIn(folder), 'utf8')).not.toContain('a long secret');
    expect(await open({ mode: 'auto', env }).get('one')).toBe(long);

    // Sealed for its name: moved to another, it does not open.
    const file = openSecretFile(fileIn(folder));
    file.change((entries) => ({ ...entries, two: entries['one'] as never }));
    expect(await open({ mode: 'auto', env }).get('two')).toBeUndefined();

    // Where the keychain is out of reach it is said so, and what is there stays.
    await expect(open({ mode: 'auto' }).get('one')).rejects.toMatchObject({ code: 'keychain-missing' });
    expect(await open({ mode: 'auto', env }).get('one')).toBe(long);
  } finally {
    await keychain.stop();
  }
});
