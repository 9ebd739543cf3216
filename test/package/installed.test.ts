// The packages as people get them: the deb is installed with apt, its command and its window are used, and it is purged
// again. Needs root, and a machine on which no Patchbay is installed.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import { WebSocket } from 'undici';
import { afterAll, beforeAll, describe, onTestFinished } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { describeCheckout, versionOf } from '../../scripts/package/version.ts';
import { CHROMIUM_WORDS } from '../support/app.ts';
import { startDesktop } from '../support/desktop.ts';
import { script } from '../support/fake-model.ts';
import { expect, test } from '../support/fixtures.ts';
import { connectStdio, textOf } from '../support/patchbay.ts';
import { allGone, eventually } from '../support/processes.ts';

const root = path.resolve(import.meta.dirname, '../..');
const made = path.join(root, 'dist/make');
const version = versionOf(describeCheckout(root), manifest.version);
const installed = '/usr/lib/patchbay';
/** An ordinary user, whom Chromium gives its sandbox; it refuses one to root. */
const NOBODY = 65_534;
const PLACES = ['/etc', '/usr', '/opt', '/var/lib', '/var/cache'];

let person: string;
/** What has the name before anything is installed, such as a clone of the project. */
let before: string[];
let isOurs = false;

beforeAll(() => {
  if (isInstalled()) throw new Error('A Patchbay is installed here, and this test would remove it.');
  before = filesOfPatchbay();
  person = fs.mkdtempSync('/var/tmp/patchbay-person-');
  fs.chownSync(person, NOBODY, NOBODY);
  isOurs = true;
  apt('install', '--no-install-recommends', findMade('deb', '.deb'));
});

afterAll(() => {
  // Not what was there before.
  if (!isOurs) return;
  if (isInstalled()) apt('purge', 'patchbay');
  fs.rmSync(person, { recursive: true, force: true });
});

describe('the installed command', () => {
  test('says its version', () => {
    expect(run('patchbay', ['--version']).trim()).toBe(version);
  });

  test('runs a turn of the installed engine for a client on stdio', async ({ home }) => {
    const client = await connectStdio(home, { program: 'patchbay', args: ['--allow-never'] });
    const prompt = script(
      // Electron programs that Codex starts must not run as Node because we do.
      { exec: { cmd: 'echo "as node: $ELECTRON_RUN_AS_NODE" && rg --files -g "*.txt"' } },
      { text: '$LAST_OUTPUT' },
    );
    fs.writeFileSync(path.join(home.folder, 'here.txt'), '');
    const result = await client.codex({
      prompt,
      cwd: home.folder,
      sandbox: 'workspace-write',
      'approval-policy': 'never',
    });
    expect(textOf(result)).toMatch(/as node: \n/);
    expect(textOf(result)).toContain('here.txt');
    // The worker that looks at folders runs from the archive too.
    expect(result.structuredContent).toMatchObject({ receipt: { checkpoint: 1 } });
    await client.close();
  });

  test('finds the engine and its sandbox where they are installed', ({ home }) => {
    const checks = run('patchbay', ['doctor'], home.env);
    expect(checks).toMatch(/ok +Engine: .*\/usr\/lib\/patchbay\/resources\/node_modules\//);
    expect(checks).toMatch(/ok +Sandbox:/);
  });

  test('has a man page, completions, and a unit for systemd whose command it understands', () => {
    const unit = fs.readFileSync('/usr/lib/systemd/user/patchbay.service', 'utf8');
    const [program, ...words] = /^ExecStart=(.*)$/m.exec(unit)?.[1]?.split(' ') ?? [];
    expect(run(program ?? '', [...words, '--help'])).toContain('mcp-server');
    for (const file of [
      'man/man1/patchbay.1.gz',
      'bash-completion/completions/patchbay',
      'zsh/vendor-completions/_patchbay',
      'fish/vendor_completions.d/patchbay.fish',
      'doc/patchbay/copyright',
    ]) {
      expect(fs.statSync(path.join('/usr/share', file)).size).toBeGreaterThan(500);
    }
  });
});

test('the installed app shows its window to an ordinary user, in its sandbox, and follows a link', async () => {
  const home = path.join(person, 'patchbay');
  fs.mkdirSync(home, { mode: 0o700 });
  fs.writeFileSync(path.join(home, 'settings.json'), JSON.stringify({ version: 1, port: 0 }));
  for (const file of [home, path.join(home, 'settings.json')]) fs.chownSync(file, NOBODY, NOBODY);
  const desktop = await startDesktop();
  const asPerson = {
    uid: NOBODY,
    gid: NOBODY,
    cwd: person,
    env: {
      PATH: '/usr/bin:/bin',
      HOME: person,
      PATCHBAY_HOME: home,
      DISPLAY: desktop.env['DISPLAY'],
      // Nobody else may join the bus of root.
      DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent',
    },
  };
  const app = spawn(path.join(installed, 'patchbay-app'), ['--remote-debugging-port=0', ...CHROMIUM_WORDS], {
    ...asPerson,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(app, 'exit');
  // Also when something below fails.
  onTestFinished(() => void app.kill('SIGKILL'));
  const devTools = await devToolsOf(app.stderr);
  // The page itself writes its place into its address.
  const target = await eventually(() => targetAt(devTools, '#/inbox'), { withinMs: 30_000 });
  expect(await evaluate(target, 'document.visibilityState')).toBe('visible');
  const link = 'patchbay://v1/clients';
  run('gio', ['launch', '/usr/share/applications/patchbay.desktop', link], asPerson.env, NOBODY);
  await eventually(() => targetAt(devTools, '#/clients'), { withinMs: 30_000 });
  expect(await evaluate(target, 'document.body.innerText')).toContain('Clients');

  app.kill('SIGTERM');
  await ended;
  await allGone(person);
  await desktop.close();
});

test('the unpacked zip runs from wherever it lies, also through a link', () => {
  const folder = path.join(person, 'un packed');
  execFileSync('unzip', ['-q', findMade('zip', '.zip'), '-d', folder]);
  const link = path.join(person, 'command');
  fs.symlinkSync(path.join(folder, `Patchbay-${process.platform}-${process.arch}`, 'patchbay'), link);
  expect(run(link, ['--version']).trim()).toBe(version);
});

describe('the installed files', () => {
  test('are as they were installed, after all of this', () => {
    expect(run('dpkg', ['--verify', 'patchbay'])).toBe('');
    const packaged = run('dpkg', ['-L', 'patchbay']).split('\n');
    const there = run('find', [installed]).split('\n').filter(Boolean);
    expect(there.filter((file) => !packaged.includes(file))).toEqual([]);
  });

  test('are bundles, without maps and without what nothing runs', () => {
    const modules = path.join(installed, 'resources/node_modules');
    expect(fs.readdirSync(modules).sort()).toEqual(['@napi-rs', '@openai']);
    const files = run('find', [installed, '-name', '*.map', '-o', '-name', 'voice', '-o', '-name', '*.d.ts']);
    expect(files).toBe('');
    const licences = fs.readFileSync(path.join(installed, 'resources/LICENSES.bundled.txt'), 'utf8');
    for (const name of ['zod', 'react-dom', '@azure/identity']) expect(licences).toContain(`\n${name} `);
  });

  test('are gone after a purge, and the data of people is not', () => {
    apt('purge', 'patchbay');
    expect(filesOfPatchbay()).toEqual(before);
    expect(fs.existsSync(path.join(person, 'patchbay/settings.json'))).toBe(true);
  });
});

function run(program: string, words: readonly string[], env?: object, uid?: number): string {
  return execFileSync(program, words, {
    encoding: 'utf8',
    // The app has a descriptor of its own; what it says on stderr is not looked at.
    stdio: ['ignore', 'pipe', 'ignore'],
    ...(env && { env: env as NodeJS.ProcessEnv }),
    ...(uid !== undefined && { uid, gid: uid, cwd: person }),
  });
}

function apt(...words: string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  execFileSync('apt-get', ['-y', '-qq', ...words], { env, stdio: ['ignore', 'ignore', 'inherit'] });
}

function isInstalled(): boolean {
  return spawnSync('dpkg-query', ['-W', 'patchbay']).status === 0;
}

function filesOfPatchbay(): string[] {
  const words = [...PLACES, '-xdev', '-iname', '*patchbay*', '-not', '-path', '*/node_modules/*'];
  return run('find', words).split('\n').filter(Boolean);
}

function findMade(kind: string, ending: string): string {
  const files = fs.readdirSync(path.join(made, kind), { recursive: true, encoding: 'utf8' });
  const found = files.filter((file) => file.endsWith(ending));
  if (found.length !== 1)
    throw new Error(`dist/make/${kind} has ${found.length} files ${ending}: npm run make`);
  return path.join(made, kind, String(found[0]));
}

interface PageTarget {
  readonly url: string;
  readonly webSocketDebuggerUrl: string;
}

/** Where Chromium says that one can look into its windows. */
async function devToolsOf(stderr: NodeJS.ReadableStream): Promise<string> {
  for await (const line of readline.createInterface({ input: stderr })) {
    const address = /DevTools listening on ws:\/\/([\d.:]+)/.exec(line)?.[1];
    if (address) return `http://${address}`;
  }
  throw new Error('the app ended before it said where to look into it');
}

async function targetAt(devTools: string, hash: string): Promise<PageTarget | undefined> {
  const targets = (await (await fetch(`${devTools}/json`)).json()) as PageTarget[];
  return targets.find(({ url }) => url === `app://patchbay/index.html${hash}`);
}

/** Of an expression whose value is a text. */
async function evaluate({ webSocketDebuggerUrl }: PageTarget, expression: string): Promise<string> {
  const socket = new WebSocket(webSocketDebuggerUrl);
  try {
    await once(socket, 'open');
    socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression } }));
    const [event] = (await once(socket, 'message')) as [{ data: string }];
    return (JSON.parse(event.data) as { result: { result: { value: string } } }).result.result.value;
  } finally {
    socket.close();
  }
}
