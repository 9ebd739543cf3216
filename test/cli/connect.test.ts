// `patchbay connect` as a person or a script runs it: settings of clients in a home of their own, a host, and clients that
// are started exactly as their settings say.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { parse } from 'jsonc-parser';
import { parse as parseToml } from 'smol-toml';
import { clientHome, patchbay } from '../support/client-home.ts';
import { expect, hostTest } from '../support/host-test.ts';
import { patchbayFile } from '../support/patchbay.ts';
import { eventually } from '../support/processes.ts';

const test = hostTest();

const CURSOR =
  '\ufeff{\r\n\t// mine\r\n\t"mcpServers": {\r\n\t\t"gh": {"command": "gh", "env": {"T": "ghp_0123456789abcdefghijABCDEFGHIJ012345"}}, // keep\r\n\t},\r\n}\r\n';

test('a client is entered, is seen when it starts what was entered, and is taken out without a trace', async ({
  host,
  home,
}) => {
  const { file, env } = clientHome(home, { '.cursor/mcp.json': CURSOR });
  const settings = file('.cursor/mcp.json');

  // Shown, not written: nobody was asked.
  const shown = patchbay(['connect', 'cursor'], env);
  expect(shown).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') });
  expect(shown.stdout).toContain(`+++ ${settings}`);
  expect(shown.stdout).toContain('+\t\t"patchbay": {');
  expect(shown.stdout).not.toContain('ghp_');
  expect(fs.readFileSync(settings, 'utf8')).toBe(CURSOR);

  const connecting = spawn(process.execPath, [patchbayFile, 'connect', 'cursor', '--yes', '--wait'], { env });
  let said = '';
  connecting.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const ended = once(connecting, 'exit');
  await eventually(() => said.includes('Waiting for its first connection'), { describe: () => said });
  expect(said).toContain(path.join(home.patchbayHome, 'backups', 'cursor-'));

  const written = fs.readFileSync(settings, 'utf8');
  expect(written.replaceAll('\r\n', '').includes('\n')).toBe(false);
  const { command, args, env: named } = parse(written.slice(1)).mcpServers.patchbay;
  const client = new Client({ name: 'cursor-like', version: '1.2' });
  const { PATH = '' } = env;
  await client.connect(new StdioClientTransport({ command, args, env: { ...named, PATH } }));
  expect(await ended).toEqual([0, null]);
  expect(said).toContain('Connected: cursor-like 1.2.');
  const status = patchbay(['status'], env);
  expect(status.stdout).toContain('cursor-like 1.2, local, relay');
  await client.close();

  const again = patchbay(['connect', 'cursor', '--yes'], env);
  expect(again).toEqual({ code: 0, stdout: '', stderr: 'Cursor is already connected, nothing changed.\n' });
  expect(patchbay(['connect'], env).stdout).toContain(`cursor\tconnected (stdio)\t${settings}\n`);
  expect(JSON.parse(patchbay(['connect', '--json'], env).stdout)).toContainEqual({
    client: 'cursor',
    name: 'Cursor',
    state: 'connected',
    way: 'stdio',
    file: settings,
    problem: null,
  });

  expect(patchbay(['connect', 'cursor', '--remove', '--yes'], env).code).toBe(0);
  expect(fs.readFileSync(settings, 'utf8')).toBe(CURSOR);

  const waiting = spawn(process.execPath, [patchbayFile, 'connect', 'cursor', '--yes', '--wait'], { env });
  let told = '';
  waiting.stderr.on('data', (chunk) => {
    // Ctrl-C
    if (String(chunk).includes('Waiting for')) waiting.kill('SIGINT');
    told += chunk;
  });
  expect(await once(waiting, 'close')).toEqual([130, null]);
  expect(told).toContain('Stopped waiting; the entry stays.');
  expect(fs.readFileSync(settings, 'utf8')).toBe(written);
  expect(host.child.exitCode).toBeNull();
});

test('over HTTP a client gets a token, with which it comes in until it is taken out', async ({
  host,
  home,
  connect,
}) => {
  const { file, env } = clientHome(home, { 'codex/history.jsonl': '' });
  const codexEnv = { ...env, CODEX_HOME: file('codex') };
  const settings = file('codex/config.toml');
  const placeholder = patchbay(['connect', 'codex', '--http', '--print'], codexEnv);
  expect(placeholder.stdout).toContain('Bearer TOKEN');
  expect(fs.existsSync(settings)).toBe(false);
  expect(patchbay(['token', 'list'], codexEnv).stdout).not.toContain('codex');

  const connected = patchbay(['connect', 'codex', '--http', '--yes'], codexEnv);
  expect(connected).toMatchObject({ code: 0, stderr: expect.stringContaining('Its token is named codex.') });
  expect(connected.stdout).not.toMatch(/pb_/);
  expect(fs.statSync(settings).mode & 0o777).toBe(0o600);
  const { mcp_servers: servers } = parseToml(fs.readFileSync(settings, 'utf8')) as {
    mcp_servers: { patchbay: { url: string; http_headers: { Authorization: string } } };
  };
  expect(servers.patchbay.url).toBe(host.url);
  const token = servers.patchbay.http_headers.Authorization.replace('Bearer ', '');
  await connect({ token, name: 'with its token' });
  expect(patchbay(['status'], codexEnv).stdout).toContain('with its token 1.0.0, codex, http');

  expect(patchbay(['connect', 'codex', '--remove', '--yes'], codexEnv).code).toBe(0);
  expect(fs.existsSync(settings)).toBe(false);
  await expect(connect({ token })).rejects.toThrow(/401|token/);
});

test('at a terminal it asks, and what cannot be changed is printed to be entered by hand', ({ home }) => {
  const { file, env } = clientHome(home, {
    '.config/zed/settings.json': '{\n  "theme": "One"\n}\n',
    '.gemini/settings.json': '{\n  "mcpServers": {\n    oops\n',
  });
  const zed = file('.config/zed/settings.json');
  const atTerminal = (answer: string) =>
    spawnSync(
      'script',
      ['-qec', `'${process.execPath}' '${patchbayFile}' connect zed --no-wait`, '/dev/null'],
      {
        env,
        input: answer,
        encoding: 'utf8',
      },
    );
  expect(atTerminal('n\n')).toMatchObject({
    status: 1,
    stdout: expect.stringContaining('Nothing was written.'),
  });
  expect(fs.readFileSync(zed, 'utf8')).not.toContain('patchbay');
  expect(atTerminal('y\n')).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('Write this? [y/N]'),
  });
  expect(fs.readFileSync(zed, 'utf8')).toContain('"context_servers"');

  const broken = patchbay(['connect', 'gemini', '--yes'], env);
  expect(broken).toMatchObject({ code: 1, stdout: expect.stringContaining('"patchbay": {') });
  expect(broken.stderr).toContain(`${file('.gemini/settings.json')} line 3 was left as it is`);
  expect(fs.readFileSync(file('.gemini/settings.json'), 'utf8')).toContain('oops');
  expect(patchbay(['connect', 'jetbrains'], env)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('"mcpServers"'),
  });
  expect(patchbay(['connect', 'claude-desktop', '--http'], env)).toMatchObject({ code: 1 });
  expect(patchbay(['connect', 'curser'], env)).toMatchObject({ code: 2 });
  expect(patchbay(['connect', 'cursor', '--link'], env)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^cursor:\/\/\S+\n$/),
  });
  expect(patchbay(['connect', 'cursor', '--link', '--http'], env)).toMatchObject({ code: 2 });
  for (const option of ['--link', '--print']) {
    expect(patchbay(['connect', 'cursor', '--remove', option], env)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(`leave out ${option}`),
    });
  }
  expect(fs.existsSync(file('.cursor/mcp.json'))).toBe(false);
});
