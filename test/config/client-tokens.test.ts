// When tokens expire: the store with a clock that the test sets.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test as base, expect } from 'vitest';
import { hasExpired, openTokenStore, type TokenStore } from '../../server/config/client-tokens.ts';
import { defaultCeiling } from '../../server/contract/ceiling.ts';
import { DAY_MS } from '../../server/contract/token-expiry.ts';

const START = Date.UTC(2026, 10, 29);

interface Clocked {
  readonly store: TokenStore;
  /** As another Patchbay sees the file. */
  readonly other: TokenStore;
  readonly file: string;
  /** Days since the start. */
  day(days: number): void;
}

const test = base.extend<{ clocked: Clocked }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names a fixture needs from this pattern
  clocked: async ({}, use) => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'patchbay-tokens-'));
    const file = path.join(folder, 'tokens.json');
    let now = START;
    const open = () => openTokenStore(file, () => now);
    await use({
      store: open(),
      other: open(),
      file,
      day(days) {
        now = START + days * DAY_MS;
      },
    });
    fs.rmSync(folder, { recursive: true });
  },
});

const kindOf = (store: TokenStore, token: string) => store.verify(token, defaultCeiling)?.kind;

test('a new token expires 90 days after its last use, and each use renews it', ({ clocked }) => {
  const { store, other, day } = clocked;
  const token = store.add('cursor');
  const endOf = () => (store.list()[0]?.expiresAt ?? 0) / DAY_MS - START / DAY_MS;
  expect(endOf()).toBe(90);
  for (const at of [89, 178, 267]) {
    day(at);
    expect(kindOf(store, token)).toBe('valid');
    expect(endOf()).toBe(at + 90);
  }
  day(356.9);
  expect(kindOf(other, token)).toBe('valid');
  day(447);
  expect(store.verify(token, defaultCeiling)).toEqual({ kind: 'expired', name: 'cursor' });
  expect(store.list().map((info) => hasExpired(info, START + 447 * DAY_MS))).toEqual([true]);
  // What is refused is no use.
  day(447.1);
  expect(kindOf(store, token)).toBe('expired');
});

test('many uses on one day write the file once an hour at most', ({ clocked }) => {
  const { store, file, day } = clocked;
  const token = store.add('cursor');
  const written = () => fs.statSync(file).ino;
  const first = written();
  for (let minute = 0; minute < 60; minute += 1) {
    day(minute / 1440);
    expect(kindOf(store, token)).toBe('valid');
  }
  expect(written()).toBe(first);
  day(61 / 1440);
  kindOf(store, token);
  expect(written()).not.toBe(first);
});

test('a day set by a person is the end, used or not, until they set another', ({ clocked }) => {
  const { store, day } = clocked;
  const at = new Date(START + 10 * DAY_MS).toISOString();
  const token = store.add('cursor', { expiry: { kind: 'at', at } });
  day(9.99);
  expect(kindOf(store, token)).toBe('valid');
  day(10);
  expect(kindOf(store, token)).toBe('expired');
  store.renew('cursor', { kind: 'unused', days: 1 });
  day(10.9);
  expect(kindOf(store, token)).toBe('valid');
  day(12);
  expect(kindOf(store, token)).toBe('expired');
  store.renew('cursor', { kind: 'never' });
  day(10_000);
  expect(kindOf(store, token)).toBe('valid');
  expect(() => store.renew('nobody', { kind: 'never' })).toThrow('no token named nobody');
});

test('a token of an older version never expires', ({ clocked }) => {
  const { store, file, day } = clocked;
  const token = store.add('old');
  const kept = JSON.parse(fs.readFileSync(file, 'utf8'));
  delete kept.tokens[0].expiry;
  fs.writeFileSync(file, JSON.stringify(kept));
  day(10_000);
  expect(kindOf(store, token)).toBe('valid');
  expect(store.list()[0]).toMatchObject({ expiry: { kind: 'never' } });
  expect(store.list()[0]).not.toHaveProperty('expiresAt');
});

test('a token that was revoked is valid again for the same client once it is restored', ({ clocked }) => {
  const { store, other } = clocked;
  const token = store.add('cursor');
  const before = store.verify(token, defaultCeiling);
  const revoked = store.revoke('cursor');
  expect(other.verify(token, defaultCeiling)).toBeUndefined();
  other.restore(revoked);
  expect(store.verify(token, defaultCeiling)).toEqual(before);

  const again = store.revoke('cursor');
  store.add('cursor');
  expect(() => store.restore(again)).toThrow('There is already a token named cursor.');
  expect(store.verify(token, defaultCeiling)).toBeUndefined();
});

test('a file that an editor has saved with a byte order mark is read', ({
  clocked: { store, other, file },
}) => {
  const token = store.add('cursor');
  fs.writeFileSync(file, `\ufeff${fs.readFileSync(file, 'utf8')}`);
  expect(kindOf(other, token)).toBe('valid');
});
