// Which starts are understood without the command line, which looks at everything else and refuses what is wrong.
import { afterEach, expect, test, vi } from 'vitest';
import { plainWordsOf } from '../../server/cli/plain-words.ts';

afterEach(() => vi.unstubAllEnvs());

test.each([
  ['', { needsToken: true }],
  ['--port 0', { port: 0, needsToken: true }],
  ['--port=7345 --no-auth', { port: 7345, needsToken: false }],
  ['--log-level debug --codex-home /x', { logLevel: 'debug', codexHome: '/x', needsToken: true }],
])('mcp-server %s is understood', (words, expected) => {
  expect(plainWordsOf(['mcp-server', ...words.split(' ').filter(Boolean)])).toEqual(expected);
});

test.each([
  '--port -1',
  '--port 65536',
  '--port 07',
  '--port= --port 0',
  '--port 1 --port 2',
  '--no-auth',
  '--log-level loud',
  '--log-level loud --log-level error',
  '--codex-home=',
  '--host 127.0.0.1',
  'more',
])('mcp-server %s is for the command line', (words) => {
  expect(plainWordsOf(['mcp-server', ...words.split(' ')])).toBeUndefined();
});

test('so is an empty PATCHBAY_LOG, which it refuses', () => {
  vi.stubEnv('PATCHBAY_LOG', '');
  expect(plainWordsOf(['mcp-server', '--port', '0'])).toBeUndefined();
});
