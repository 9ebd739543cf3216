// The names that a token may have: none that could be confused with something else, or hide what it is.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test as base, expect } from 'vitest';
import { openTokenStore, type TokenStore } from '../../server/config/client-tokens.ts';

const test = base.extend<{ tokens: TokenStore }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names a fixture needs from this pattern
  tokens: async ({}, use) => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'patchbay-tokens-'));
    await use(openTokenStore(path.join(folder, 'tokens.json')));
    fs.rmSync(folder, { recursive: true });
  },
});

test.for([
  '',
  ' ',
  'two words',
  'a/b',
  '../a',
  'a\nb',
  'a\tb',
  '"a"',
  '\u001b[31m',
  'a\u202eb',
  'x'.repeat(65),
  '..',
  'local',
  'anonymous',
])('%j is refused', (name, { tokens }) => {
  expect(() => tokens.add(name)).toThrow('cannot be the name of a token. Use up to 64 letters');
  expect(tokens.list()).toEqual([]);
});

test.for(['cursor', 'VS-Code_1.2', 'Ноутбук', '編集者', 'é', 'x'.repeat(64), '__proto__'])(
  '%j is accepted, and listed as it is',
  (name, { tokens }) => {
    tokens.add(name);
    expect(tokens.list().map((token) => token.name)).toEqual([name]);
  },
);
