// The packages as people get them: the deb is installed with apt, its command and its window are used, and it is purged
// again. Needs root, and a machine on which no Patchbay is installed.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import readline from 'node:readline';
import { gunzipSync } from 'node:zlib';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { WebSocket } from 'undici';
import { afterAll, beforeAll, describe, onTestFinished } from 'vitest';
import { installerConfig } from '../../scripts/package/installer-config.ts';
import { signingOf } from '../../scripts/package/signing.ts';
import { debianVersion } from '../../server/updates/debian.ts';
import { CHROMIUM_WORDS } from '../support/app.ts';
import { startDesktop } from '../support/desktop.ts';
import { script } from '../support/fake-model.ts';
import { expect, test } from '../support/fixtures.ts';
import { connectStdio, textOf } from '../support/patchbay.ts';
import { allGone, eventually } from '../support/processes.ts';
import { latest, startFeed } from '../support/update-feed.ts';

const root = path.resolve(import.meta.dirname, '../..');
const made = path.join(root, 'dist/make');
/** As the packages were made; the tree may have changed since. */
const { version } = sbom().metadata.component;
const installed = '/usr/lib/patchbay';
/** An ordinary user, whom Chromium gives its sandbox; it refuses one to root. */
const NOBODY = 65_534;
const UNIT = '/usr/lib/systemd/user/patchbay.service';
const CHECKERS = ['desktop-file-utils', 'groff-base', 'systemd'];
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
  // With what checks the files in it.
  apt('install', '--no-install-recommends', findMade('.deb'), ...CHECKERS);
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
    expect(run('dpkg', ['-s', 'patchbay'])).toContain(`\nVersion: ${debianVersion(version)}\n`);
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
    // And the one that searches records.
    expect(run('patchbay', ['sessions', 'search', 'here.txt'], home.env)).toContain('here.txt');
  });

  test('finds the engine and its sandbox where they are installed', ({ home }) => {
    const checks = run('patchbay', ['doctor'], home.env);
    expect(checks).toMatch(/ok +Engine: .*\/usr\/lib\/patchbay\/resources\/node_modules\//);
    expect(checks).toMatch(/ok +Sandbox:/);
  });

  test('has a man page, completions, and a unit for systemd whose command it understands', () => {
    const unit = fs.readFileSync(UNIT, 'utf8');
    const [program, ...words] = /^ExecStart=(.*)$/m.exec(unit)?.[1]?.split(' ') ?? [];
    expect(run(program ?? '', [...words, '--help'])).toContain('mcp-server');
    run('systemd-analyze', ['verify', '--user', '--man=no', UNIT], {
      ...process.env,
      XDG_RUNTIME_DIR: person,
    });
    run('desktop-file-validate', ['/usr/share/applications/patchbay.desktop']);
    const page = gunzipSync(fs.readFileSync('/usr/share/man/man1/patchbay.1.gz'));
    const warnings = spawnSync('groff', ['-man', '-ww', '-z', '-Tutf8'], { input: page, encoding: 'utf8' });
    expect(warnings).toMatchObject({ status: 0, stderr: '' });
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

test('the installed app shows its window to an ordinary user, in its sandbox, follows a link, and says what apt would install', async () => {
  const app = await startWindow({ folder: installed, home: 'patchbay', env: aptThatOffers('99.0.0~rc.1') });
  // The page itself writes its place into its address.
  const target = await eventually(() => targetAt(app.devTools, '#/inbox'), { withinMs: 30_000 });
  expect(await evaluate(target, 'document.visibilityState')).toBe('visible');
  const go = async (page: string) => {
    const words = ['launch', '/usr/share/applications/patchbay.desktop', `patchbay://v1/${page}`];
    run('gio', words, app.env, NOBODY);
    await eventually(() => targetAt(app.devTools, `#/${page}`), { withinMs: 30_000 });
    return await evaluate(target, 'document.body.innerText');
  };
  expect(await go('clients')).toContain('Clients');
  expect(await go('settings')).toContain(`Patchbay ${version}`);
  await eventually(async () =>
    (await evaluate(target, 'document.body.innerText')).includes(
      'Version 99.0.0-rc.1 is available. Get it with: sudo apt install patchbay',
    ),
  );
  await app.stop();
});

describe('the unpacked zip', () => {
  const folder = () => path.join(person, 'un packed', `Patchbay-${process.platform}-${process.arch}`);

  beforeAll(() => {
    execFileSync('unzip', ['-q', findMade('.zip'), '-d', path.join(person, 'un packed')]);
  });

  test('runs from wherever it lies, also through a link', () => {
    const link = path.join(person, 'command');
    fs.symlinkSync(path.join(folder(), 'patchbay'), link);
    expect(run(link, ['--version']).trim()).toBe(version);
  });

  test('as an AppImage has it, replaces itself by exactly what the feed has named, and starts that', async () => {
    const [image, started] = [path.join(person, 'Patchbay.AppImage'), path.join(person, 'started')];
    fs.writeFileSync(image, 'the older one');
    const newer = `#!/bin/sh\necho "$APPIMAGE" >'${started}'\n`;
    const sha512 = createHash('sha512').update(newer).digest('base64');
    const feed = await startFeed();
    onTestFinished(() => feed.close());
    const file = { url: 'Patchbay-99.0.0.AppImage', sha512, size: newer.length };
    feed.files.set('/latest-linux.yml', latest('99.0.0', file));
    feed.files.set(`/${file.url}`, newer.replace('APPIMAGE', 'APPIMAGF'));
    const app = await startWindow({
      folder: folder(),
      home: 'self-replacing',
      words: ['--no-sandbox'],
      settings: { updates: { feed: feed.url } },
      env: { APPIMAGE: image, APPDIR: folder() },
    });
    const target = await eventually(() => targetAt(app.devTools, '#/inbox'), { withinMs: 30_000 });
    const ask = async (command: string) =>
      JSON.parse(await evaluate(target, `patchbay.command('${command}', {}).then(JSON.stringify)`));
    await eventually(async () => (await ask('state')).value.updates.state.kind === 'offered');
    expect(await ask('restart-to-update')).toMatchObject({
      ok: false,
      error: { code: 'update-not-fetched', summary: expect.stringContaining('sha512 checksum mismatch') },
    });
    expect((await ask('state')).value.updates.state).toMatchObject({ kind: 'offered', way: 'fetch' });
    expect(fs.readFileSync(image, 'utf8')).toBe('the older one');

    feed.files.set(`/${file.url}`, newer);
    // The app may be gone before it has answered.
    void ask('restart-to-update').catch(() => undefined);
    await app.ended;
    await eventually(() => fs.existsSync(started) && fs.readFileSync(started, 'utf8') === `${image}\n`);
    expect(fs.readFileSync(image, 'utf8')).toBe(newer);
    expect(feed.asked.filter((asked) => !asked.startsWith('/latest'))).toEqual([
      `/${file.url}`,
      `/${file.url}`,
    ]);
    await app.stop();
  });
});

describe('what was made', () => {
  test('has the checksums of everything', () => {
    execFileSync('sha256sum', ['--check', '--quiet', '--strict', 'SHA256SUMS'], { cwd: made });
    const listed = fs.readFileSync(path.join(made, 'SHA256SUMS'), 'utf8').trim().split('\n');
    const names = listed.map((line) => line.split('  ')[1]);
    expect(names).toEqual(
      fs
        .readdirSync(made)
        .filter((name) => !name.startsWith('SHA256SUMS'))
        .sort(),
    );
  });

  test('has a configuration of the installers that electron-builder accepts, signed or not', async () => {
    const load = installBuilder();
    const { validateConfiguration } = load('app-builder-lib/out/util/config/config') as {
      validateConfiguration(config: object, logger: object): Promise<void>;
    };
    const logger = new (load('builder-util').DebugLogger)(false);
    const metadata = path.join(person, 'metadata.json');
    const azure = { Endpoint: 'https://x', CodeSigningAccountName: 'a', CertificateProfileName: 'p' };
    fs.writeFileSync(metadata, JSON.stringify(azure));
    const configWith = (env: Record<string, string>) =>
      installerConfig({ root, output: made, name: 'Patchbay', version, signing: signingOf(env, 'win32') });
    for (const env of [
      {},
      { WINDOWS_CERTIFICATE_FILE: 'x.pfx', WINDOWS_CERTIFICATE_PASSWORD: 'x', WINDOWS_PUBLISHER_NAME: 'Us' },
      { AZURE_CODE_SIGNING_DLIB: 'x.dll', AZURE_METADATA_JSON: metadata, WINDOWS_PUBLISHER_NAME: 'Us' },
    ]) {
      await validateConfiguration(configWith(env), logger);
    }
    const misspelt = { ...configWith({}), nsis: { oneClik: true } };
    await expect(validateConfiguration(misspelt, logger)).rejects.toThrow('configuration.nsis');
  });

  test('has a list of what is in it, in the form of CycloneDX', async () => {
    const text = fs.readFileSync(findMade('.cdx.json'), 'utf8');
    expect(await new Validation.JsonStrictValidator(Spec.Version.v1dot6).validate(text)).toBeNull();
    const { components } = sbom();
    const electron = components.find(({ name }) => name === 'electron');
    const isInstalled = run(path.join(installed, 'patchbay-app'), ['-p', 'process.versions.electron'], {
      ELECTRON_RUN_AS_NODE: '1',
    });
    expect(electron?.version).toBe(isInstalled.trim());
    expect(electron?.components?.map(({ name }) => name)).toEqual(['chromium', 'node']);
    const licences = fs.readFileSync(path.join(installed, 'resources/LICENSES.bundled.txt'), 'utf8');
    const bundled = [...licences.matchAll(/^(\S+ \d\S+) \(/gm)].map((line) => line[1]);
    const modules = path.join(installed, 'resources/node_modules');
    const unpacked = ['@openai', '@napi-rs'].flatMap((scope) =>
      fs.readdirSync(path.join(modules, scope)).map((folder) => {
        const manifest = fs.readFileSync(path.join(modules, scope, folder, 'package.json'), 'utf8');
        const { name, version: of } = JSON.parse(manifest) as SbomComponent;
        return `${name} ${of}`;
      }),
    );
    const listed = components.filter((one) => one !== electron);
    expect(listed.map(({ name, version: of }) => `${name} ${of}`).sort()).toEqual(
      [...bundled, ...unpacked].sort(),
    );
  });
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

function findMade(ending: string): string {
  const [found, ...others] = fs.readdirSync(made).filter((file) => file.endsWith(ending));
  if (found === undefined || others.length > 0)
    throw new Error(`dist/make has no single ${ending}: npm run make`);
  return path.join(made, found);
}

/** An apt with lists of its own, in which there is this version of Patchbay. */
function aptThatOffers(newer: string): Record<string, string> {
  const folder = path.join(person, 'apt');
  fs.mkdirSync(path.join(folder, 'lists'), { recursive: true });
  const architecture = run('dpkg', ['--print-architecture']).trim();
  fs.writeFileSync(
    path.join(folder, 'Packages'),
    `Package: patchbay\nVersion: ${newer}\nArchitecture: ${architecture}\nFilename: ./none.deb\nSize: 1\nSHA256: ${'0'.repeat(64)}\nDescription: Newer\n`,
  );
  fs.writeFileSync(path.join(folder, 'sources.list'), `deb [trusted=yes] file:${folder} ./\n`);
  const config = path.join(folder, 'apt.conf');
  fs.writeFileSync(
    config,
    `Dir::Etc::SourceList "${folder}/sources.list";\nDir::Etc::SourceParts "-";\nDir::State::Lists "${folder}/lists";\nDir::Cache::pkgcache "";\nDir::Cache::srcpkgcache "";\n`,
  );
  const env = { APT_CONFIG: config };
  execFileSync('apt-get', ['-qq', 'update'], { env: { ...process.env, ...env }, stdio: 'ignore' });
  return env;
}

/** electron-builder, which is not among the project's own packages. */
function installBuilder(): NodeJS.Require {
  const folder = path.join(person, 'installers');
  fs.mkdirSync(folder);
  for (const name of ['package.json', 'package-lock.json', '.npmrc']) {
    const from = name === '.npmrc' ? root : path.join(root, 'build/installers');
    fs.copyFileSync(path.join(from, name), path.join(folder, name));
  }
  execFileSync('npm', ['ci', '--ignore-scripts'], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  return createRequire(path.join(folder, 'package.json'));
}

function sbom() {
  return JSON.parse(fs.readFileSync(findMade('.cdx.json'), 'utf8')) as {
    metadata: { component: SbomComponent };
    components: (SbomComponent & { components?: SbomComponent[] })[];
  };
}

interface SbomComponent {
  readonly name: string;
  readonly version: string;
}

interface PersonsWindow {
  readonly env: Record<string, string | undefined>;
  /** Where one can look into its pages. */
  readonly devTools: string;
  readonly ended: Promise<unknown>;
  stop(): Promise<void>;
}

/** The app of this folder, as an ordinary user starts it. */
async function startWindow(options: {
  folder: string;
  home: string;
  words?: readonly string[];
  settings?: object;
  env?: Record<string, string>;
}): Promise<PersonsWindow> {
  const home = path.join(person, options.home);
  fs.mkdirSync(home, { mode: 0o700 });
  const settings = { version: 1, port: 0, ...options.settings };
  fs.writeFileSync(path.join(home, 'settings.json'), JSON.stringify(settings));
  for (const file of [home, path.join(home, 'settings.json')]) fs.chownSync(file, NOBODY, NOBODY);
  const desktop = await startDesktop();
  const env = {
    PATH: '/usr/bin:/bin',
    HOME: person,
    PATCHBAY_HOME: home,
    DISPLAY: desktop.env['DISPLAY'],
    // Nobody else may join the bus of root.
    DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent',
    ...options.env,
  };
  const words = ['--remote-debugging-port=0', ...CHROMIUM_WORDS, ...(options.words ?? [])];
  const app = spawn(path.join(options.folder, 'patchbay-app'), words, {
    uid: NOBODY,
    gid: NOBODY,
    cwd: person,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(app, 'exit');
  // Also when something below fails.
  onTestFinished(() => void app.kill('SIGKILL'));
  return {
    env,
    devTools: await devToolsOf(app.stderr),
    ended,
    async stop() {
      app.kill('SIGTERM');
      await ended;
      await allGone(home);
      await desktop.close();
    },
  };
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

/** Of an expression whose value is a text, now or later. */
async function evaluate({ webSocketDebuggerUrl }: PageTarget, expression: string): Promise<string> {
  const socket = new WebSocket(webSocketDebuggerUrl);
  try {
    await once(socket, 'open');
    socket.send(
      JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression, awaitPromise: true } }),
    );
    const [event] = (await once(socket, 'message')) as [{ data: string }];
    return (JSON.parse(event.data) as { result: { result: { value: string } } }).result.result.value;
  } finally {
    socket.close();
  }
}
