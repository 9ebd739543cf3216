import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { describe } from 'vitest';
import { script } from '../support/fake-model.ts';
import type { TestHome } from '../support/home.ts';
import { controlFolderOf, expect, relaysOf, socketsOf, statusOf, test } from '../support/hosts.ts';
import { patchbayFile, runPatchbay, textOf } from '../support/patchbay.ts';
import { enginesOf, eventually } from '../support/processes.ts';

const PORT = ['mcp-server', '--port', '0'];

describe('one host per PATCHBAY_HOME', () => {
  test('a second one is refused with the process and URL of the first, and what to do', async ({
    http,
    home,
  }) => {
    const first = await http();
    const second = await runPatchbay(home, PORT);
    expect(second.code).toBe(1);
    expect(second.stderr).toContain(`process ${first.child.pid}`);
    expect(second.stderr).toContain(first.url);
    expect(second.stderr).toContain('--standalone');
  });

  test('--standalone runs beside it and leaves the first one in charge', async ({ http, home }) => {
    const first = await http();
    await http(['--standalone']);
    expect((await statusOf(home)).pid).toBe(first.child.pid);
  });

  test('a killed host does not block the next', async ({ http, home }) => {
    const first = await http();
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');
    expect(socketsOf(home)).toHaveLength(1);
    const second = await http();
    expect((await statusOf(home)).pid).toBe(second.child.pid);
    expect(socketsOf(home)).toHaveLength(1);
  });

  test('the next one may start while another is ending, and the last leaves nothing behind', async ({
    http,
    home,
  }) => {
    const first = await http();
    const stopped = first.stop();
    const second = await http();
    expect(await stopped).toBe(143);
    expect((await statusOf(home)).pid).toBe(second.child.pid);
    await second.stop();
    expect(socketsOf(home)).toEqual([]);
  });

  test('exactly one of several that start at once wins, even after one that was killed', async ({
    http,
    home,
  }) => {
    const dead = await http();
    dead.child.kill('SIGKILL');
    await once(dead.child, 'exit');
    const children = Array.from({ length: 5 }, () =>
      spawn(process.execPath, [patchbayFile, ...PORT], {
        env: home.env,
        stdio: ['ignore', 'ignore', 'pipe'],
      }),
    );
    const said = children.map((child) => text(child.stderr));
    const running = () => children.filter((child) => child.exitCode === null);
    await eventually(() => running().length === 1);
    const [winner] = running();
    await eventually(async () => (await statusOf(home))?.pid === winner?.pid);
    winner?.kill('SIGTERM');
    const words = await Promise.all(said);
    expect(words.filter((stderr) => stderr.includes('Listening on'))).toHaveLength(1);
    expect(words.filter((stderr) => stderr.includes('already serves'))).toHaveLength(4);
  });
});

describe('the control socket', () => {
  test('is reachable by its owner alone', async ({ http, home }) => {
    await http();
    const [socket = ''] = socketsOf(home);
    expect(fs.statSync(socket).mode & 0o777).toBe(0o600);
    expect(fs.statSync(path.dirname(socket)).mode & 0o777).toBe(0o700);
  });

  test('is not used when others could have put it there', async ({ http, home, stdio }) => {
    await http();
    fs.chmodSync(controlFolderOf(home), 0o777);
    const { code, stderr } = await runPatchbay(home, ['status']);
    expect(code).toBe(1);
    expect(stderr).toContain('only your user can reach');
    const { client } = await stdio();
    // The first list may be answered before it is known who serves the client.
    await client.ping();
    fs.chmodSync(controlFolderOf(home), 0o700);
    await relaysOf(home, 0);
  });

  test('is in a separate folder when PATCHBAY_HOME is too long for it', async ({
    httpIn,
    longHome,
    stdio,
  }) => {
    const host = await httpIn(longHome);
    expect(controlFolderOf(longHome)).not.toContain(longHome.patchbayHome);
    expect(fs.statSync(controlFolderOf(longHome)).mode & 0o777).toBe(0o700);
    expect((await statusOf(longHome)).pid).toBe(host.child.pid);
    const { codex } = await stdio({ env: longHome.env });
    await codex({ prompt: 'hello', cwd: longHome.folder });
    await relaysOf(longHome, 1);
    expect(enginesOf(longHome.root)).toHaveLength(1);
  });

  test('ignores connections without a valid hello', async ({ http, home }) => {
    await http();
    for (const hello of ['hello', '{}', '{"patchbay":99,"kind":"status"}', '{"patchbay":1,"kind":"all"}']) {
      expect(JSON.parse(await answerTo(home, `${hello}\n`))).toMatchObject({ patchbay: 1, ok: false });
    }
    expect(await answerTo(home, '')).toBe('');
    expect(await statusOf(home)).toBeDefined();
  });

  test('ends a connection whose later lines are not JSON, and goes on', async ({ http, home }) => {
    const { child } = await http();
    const signIn = { kind: 'sign-in', codexHome: home.codexHome, remote: 'none', action: 'in' };
    for (const hello of [{ kind: 'approvals' }, { kind: 'rules' }, { kind: 'clients' }, signIn]) {
      const lines = `${JSON.stringify({ patchbay: 1, version: '0', pid: process.pid, ...hello })}\nnot JSON\n`;
      expect(await answerTo(home, lines)).toContain('"ok":true');
    }
    const deep = '['.repeat(200_000);
    const hello = JSON.stringify({ patchbay: 1, version: '0', pid: process.pid, ...signIn });
    expect(await answerTo(home, `${hello}\n${deep}\n`)).toContain('"ok":true');
    expect((await statusOf(home)).pid).toBe(child.pid);
  });
});

describe('a command of Codex with network access', () => {
  for (const place of ['in PATCHBAY_HOME', 'beside a long PATCHBAY_HOME']) {
    test(`does not reach the socket ${place}, approved or not`, async ({
      home,
      longHome,
      httpIn,
      httpClient,
    }) => {
      const used = place.startsWith('in') ? home : longHome;
      const server = await httpIn(used, ['--allow-network', '--no-auth']);
      const { codex, elicitations } = await httpClient(server, {
        onElicit: () => ({ action: 'accept', content: { decision: 'approved' } }),
      });
      const program = path.join(home.folder, 'connect.cjs');
      fs.writeFileSync(program, connectTo(controlFolderOf(used)));
      const cmd = `${process.execPath} ${program}`;
      expect(execFileSync(process.execPath, [program], { encoding: 'utf8' })).toContain('CONNECTED');

      const args = {
        cwd: home.folder,
        sandbox: 'workspace-write',
        config: { 'sandbox_workspace_write.network_access': true },
      };
      const inSandbox = script({ exec: { cmd } }, { text: '$LAST_OUTPUT' });
      expect(textOf(await codex({ ...args, prompt: inSandbox }))).toMatch(/^.*FAILED/s);
      const escalated = script({ exec: { cmd, escalate: true } }, { text: '$LAST_OUTPUT' });
      expect(textOf(await codex({ ...args, prompt: escalated }))).toMatch(/^.*FAILED/s);
      expect(elicitations).toHaveLength(1);
    });
  }
});

/** Everything the host says to this first line. */
async function answerTo(home: TestHome, hello: string): Promise<string> {
  const [socket = ''] = socketsOf(home);
  const connection = net.connect(socket);
  connection.write(hello);
  return await text(connection);
}

/** A program that tries every socket it may find there, and those it could guess. */
function connectTo(folder: string): string {
  return `
const guesses = Array.from({ length: 3 }, (_, at) => ${JSON.stringify(folder)} + '/host-' + (at + 1) + '.sock');
for (const guess of guesses) {
  require('node:net').connect(guess)
    .on('connect', function () { console.log('CONNECTED'); this.destroy(); })
    .on('error', (error) => console.log('FAILED ' + error.code));
}`;
}
