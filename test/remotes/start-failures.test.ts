// What is said of a remote that cannot be connected: that it did not start, or that what answers is no MCP server.
import { expect, test } from 'vitest';
import type { RemoteConfig } from '../../server/remotes/config.ts';
import { startFailed } from '../../server/remotes/failures.ts';
import { Malformed } from '../../server/remotes/odd/fix-ups.ts';
import { RemoteError } from '../../server/remotes/wire/peer.ts';

const program = { kind: 'stdio', command: 'node', args: [], env: {}, cwd: undefined };
const address = { kind: 'http', url: 'http://127.0.0.1:7000/mcp' };
const NO_PROGRAM = Object.assign(new Error('spawn node ENOENT'), {
  code: 'ENOENT',
  syscall: 'spawn node',
  path: 'node',
});
const STARTED = 'does not answer as an MCP server: ';
const WROTE = 'it wrote 1 line that is no message: hello';

test.for([
  [
    'a program that ends',
    program,
    new Error('it ended (exit code 3)'),
    undefined,
    'did not start: it ended (exit code 3).',
  ],
  [
    'a program that is not there',
    program,
    NO_PROGRAM,
    undefined,
    'did not start: `node` cannot be run: there is no such program',
  ],
  [
    'a program without its folder',
    { ...program, cwd: '/nowhere' },
    NO_PROGRAM,
    undefined,
    'did not start: there is no folder /nowhere, its `cwd`,',
  ],
  [
    'a program that refuses',
    program,
    new RemoteError({ code: -32000, message: 'no licence' }),
    undefined,
    'did not start: no licence.',
  ],
  [
    'a program that says something else',
    program,
    new Error('not ready'),
    WROTE,
    `${STARTED}not ready; ${WROTE}. Look whether \`command\` and \`args\``,
  ],
  [
    'a program with a malformed answer',
    program,
    new Malformed('its answer is malformed'),
    undefined,
    `${STARTED}its answer is malformed.`,
  ],
  [
    'an address with another answer',
    address,
    new Error('it answered with HTTP 404: nope'),
    undefined,
    `${STARTED}it answered with HTTP 404: nope. Look whether the \`url\` of [mcp_servers.docs]`,
  ],
  [
    'an address that refuses',
    address,
    new RemoteError({ code: -32000, message: 'no licence' }),
    undefined,
    'did not start: no licence.',
  ],
] as const)('%s', ([, transport, error, instead, words]) => {
  const config = { name: 'docs', transport } as unknown as RemoteConfig;
  expect(startFailed(error, { config, tail: [], instead }).message).toContain(`The MCP server docs ${words}`);
});

test('what it wrote last stands on lines of its own', () => {
  const config = { name: 'docs', transport: program } as unknown as RemoteConfig;
  const { message } = startFailed(new Error('it ended'), { config, tail: ['gone'], instead: undefined });
  expect(message).toMatch(/: it ended\.\nIt wrote last:\ngone\nFix the problem/);
});
