// Settings files on disk: links, modes, copies, what changes in between, and files that cannot be read.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTokenStore } from '../../server/config/client-tokens.ts';
import { openConnectionsFile } from '../../server/config/connections-file.ts';
import { type Connector, createConnector } from '../../server/connect/connector.ts';
import type { Way } from '../../server/connect/proposal.ts';
import { defaultCeiling } from '../../server/contract/ceiling.ts';

const program = '/opt/patchbay/out/patchbay.js';
let root: string;
let connector: Connector;
let settings: string;
let tokens: ReturnType<typeof openTokenStore>;

beforeEach(() => {
  root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'patchbay-connect-')));
  const home = path.join(root, 'home');
  fs.mkdirSync(path.join(home, '.cursor'), { recursive: true });
  fs.mkdirSync(path.join(root, 'own'));
  settings = path.join(home, '.cursor', 'mcp.json');
  tokens = openTokenStore(path.join(root, 'own', 'tokens.json'));
  connector = createConnector({
    machine: { platform: 'linux', env: {}, home },
    own: { program, addresses: ['127.0.0.1:7345'] },
    command: { command: '/usr/bin/node', args: [program, 'mcp-server'], env: {} },
    url: () => 'http://127.0.0.1:7345/mcp',
    tokens,
    connections: openConnectionsFile(path.join(root, 'own', 'connections.json')),
    backupsFolder: path.join(root, 'own', 'backups'),
    redact: (text) => text,
  });
});
afterEach(() => fs.rmSync(root, { recursive: true }));

function connect(way: Way = 'stdio') {
  return connector.write('cursor', 'connect', way, connector.propose('cursor', 'connect', way).digest);
}

function remove() {
  return connector.write('cursor', 'remove', 'stdio', connector.propose('cursor', 'remove', 'stdio').digest);
}

const read = (file = settings) => fs.readFileSync(file, 'utf8');
const modeOf = (file: string) => fs.statSync(file).mode & 0o777;

test('a file that was not there is private, and goes with its entry', () => {
  expect(connect().backup).toBeUndefined();
  expect(modeOf(settings)).toBe(0o600);
  expect(remove()).toMatchObject({ isGone: true });
  expect(fs.existsSync(settings)).toBe(false);
});

test('a link stays a link, and the file behind it keeps its mode', () => {
  const real = path.join(root, 'dotfiles', 'mcp.json');
  fs.mkdirSync(path.dirname(real));
  fs.writeFileSync(real, '{ "mcpServers": {} }', { mode: 0o640 });
  fs.symlinkSync(path.join('..', '..', 'dotfiles', 'mcp.json'), settings);
  const { backup } = connect();
  expect(fs.readlinkSync(settings)).toBe('../../dotfiles/mcp.json');
  expect(read(real)).toContain(program);
  expect(modeOf(real)).toBe(0o640);
  expect(read(backup)).toBe('{ "mcpServers": {} }');
  expect(modeOf(backup as string)).toBe(0o600);
  remove();
  expect(read(real)).toBe('{ "mcpServers": {} }');
  expect(modeOf(real)).toBe(0o640);
});

test('an entry of our name that leads elsewhere is replaced as a whole, and is back when ours is taken out', () => {
  const foreign = {
    patchbay: { command: 'other', args: ['serve'], env: { OTHER_KEY: 'k' }, disabled: true },
  };
  fs.writeFileSync(settings, JSON.stringify({ mcpServers: foreign }));
  connect();
  expect(read()).toContain(program);
  expect(read()).not.toMatch(/other|OTHER_KEY|disabled/);
  remove();
  expect(JSON.parse(read())).toEqual({ mcpServers: foreign });
});

test('a link to a file that is not there yet stays one', () => {
  const real = path.join(root, 'dotfiles', 'mcp.json');
  fs.symlinkSync(real, settings);
  connect();
  expect(fs.lstatSync(settings).isSymbolicLink()).toBe(true);
  expect(read(real)).toContain(program);
});

test('nothing else is written than what was shown', () => {
  fs.writeFileSync(settings, '{}');
  const { digest } = connector.propose('cursor', 'connect', 'stdio');
  fs.writeFileSync(settings, '{ "mcpServers": {} }');
  expect(() => connector.write('cursor', 'connect', 'stdio', digest)).toThrow(
    expect.objectContaining({ code: 'client-settings-changed' }),
  );
  expect(read()).toBe('{ "mcpServers": {} }');
});

test('what was added meanwhile stays when the entry is taken out', () => {
  fs.writeFileSync(settings, '{\n  "mcpServers": {\n    "a": {"command": "x"}\n  }\n}\n');
  connect();
  fs.writeFileSync(settings, read().replace('"x"},', '"y"}, // changed'));
  const { backup } = remove();
  expect(read()).toBe('{\n  "mcpServers": {\n    "a": {"command": "y"} // changed\n  }\n}\n');
  expect(read(backup)).toContain(program);
});

test('a client gets a token of its own, uses it again, and loses it with its entry', () => {
  tokens.add('cursor');
  fs.writeFileSync(settings, '{"theme": "dark"}');
  const shown = connector.propose('cursor', 'connect', 'http');
  expect(shown.diff).toContain('Bearer TOKEN');
  expect(shown.notes.join()).toMatch(/token of its own will stand in the file.*mode 644/);
  expect(tokens.list()).toHaveLength(1);

  expect(connect('http').token).toBe('cursor-2');
  const token = /Bearer (pb_[\w-]+)/.exec(read())?.[1] ?? '';
  expect(tokens.verify(token, defaultCeiling)).toMatchObject({
    kind: 'valid',
    principal: { name: 'cursor-2' },
  });
  expect(connector.propose('cursor', 'connect', 'http').diff).toBe('');

  // Another program has thrown ours out: the file gets a new one, which is the only one left.
  fs.writeFileSync(settings, read().replace(token, 'pb_of-nobody'));
  expect(connect('http').token).toBe('cursor-3');
  expect(tokens.list().map(({ name }) => name)).toEqual(['cursor', 'cursor-3']);

  // Started instead of connected to: no token is needed.
  connect('stdio');
  expect(tokens.list().map(({ name }) => name)).toEqual(['cursor']);
  remove();
  expect(read()).toContain('"theme": "dark"');
  expect(read()).not.toContain('patchbay');
});

test.each([
  ['{"mcpServers": {\n"a": oops}}', 2],
  ['{"mcpServers": []}', 1],
  ['[]', 1],
  ['{"a": 1}\n{"b": 2}', 2],
  [Buffer.from([0x7b, 0xff, 0x7d]), undefined],
])('a file it does not understand stays as it is: %s', (content, line) => {
  fs.writeFileSync(settings, content);
  const place = line === undefined ? settings : `${settings} line ${line}`;
  expect(() => connector.propose('cursor', 'connect', 'stdio')).toThrow(
    expect.objectContaining({ code: 'client-settings-unreadable', summary: expect.stringContaining(place) }),
  );
  expect(fs.readFileSync(settings)).toEqual(Buffer.from(content as string));
});

test('another way to start the same Patchbay is one, and a Patchbay that is gone is led here', () => {
  const there = path.join(root, 'out', 'patchbay.js');
  const entryOf = (file: string) => ({
    mcpServers: { other: { command: '/usr/bin/env', args: ['A=1', file, 'mcp-server'] } },
  });
  fs.mkdirSync(path.dirname(there));
  fs.writeFileSync(there, '');
  fs.writeFileSync(settings, JSON.stringify(entryOf(there)));
  expect(connector.propose('cursor', 'connect', 'stdio').diff).toBe('');
  fs.rmSync(there);
  expect(connector.propose('cursor', 'connect', 'stdio').diff).toContain(program);
  remove();
  expect(read()).toBe('{"mcpServers":{}}');
});

test('a link adds the same entry, holds no token, and is there where the client has links', () => {
  const entry = { command: '/usr/bin/node', args: [program, 'mcp-server'] };
  const linkOf = (id: string) => new URL(connector.link(id));
  const inConfig = (url: URL) =>
    JSON.parse(Buffer.from(url.searchParams.get('config') ?? '', 'base64').toString());
  for (const id of ['vscode', 'vscode-insiders']) {
    const { protocol, pathname, search } = linkOf(id);
    expect([protocol, pathname]).toEqual([`${id}:`, 'mcp/install']);
    expect(JSON.parse(decodeURIComponent(search.slice(1)))).toEqual({
      name: 'patchbay',
      type: 'stdio',
      ...entry,
    });
  }
  for (const [id, start] of [
    ['cursor', 'cursor://anysphere.cursor-deeplink/mcp/install?name=patchbay&'],
    ['lmstudio', 'lmstudio://add_mcp?name=patchbay&'],
  ] as const) {
    expect(connector.link(id).startsWith(start)).toBe(true);
    expect(inConfig(linkOf(id))).toEqual(entry);
  }
  expect(() => connector.link('zed')).toThrow(expect.objectContaining({ code: 'client-has-no-link' }));
  expect(tokens.list()).toEqual([]);
});

test('the list says what each installed client is', () => {
  const home = path.join(root, 'home');
  for (const folder of ['.config/zed', '.codex', '.config/goose', '.config/JetBrains', '.kiro/settings']) {
    fs.mkdirSync(path.join(home, folder), { recursive: true });
  }
  connect();
  fs.writeFileSync(path.join(home, '.config/zed/settings.json'), '{ oops');
  fs.writeFileSync(
    path.join(home, '.codex/config.toml'),
    '[mcp_servers.patchbay]\nurl = "http://localhost:7345/mcp"\n',
  );
  fs.writeFileSync(
    path.join(home, '.config/goose/config.yaml'),
    'extensions:\n  codex: {type: stdio, cmd: bash, args: ["-lc", "exec codex -c a=b mcp-server"]}\n',
  );
  expect(connector.found().map(({ id, state, way }) => [id, state, way])).toEqual([
    ['cursor', 'connected', 'stdio'],
    ['codex', 'connected', 'http'],
    ['zed', 'unreadable', undefined],
    ['jetbrains', 'by-hand', undefined],
    ['goose', 'calls-old-codex', undefined],
    ['kiro', 'not-connected', undefined],
  ]);
});
