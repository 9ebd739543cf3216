// Makes sure that the tests have an Electron, an X server and a session bus.
import { execFileSync, spawnSync } from 'node:child_process';
import { ensureElectron } from './electron-binary.ts';

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
  // Opens links by their desktop entry.
  'libglib2.0-bin',
  'unzip',
  'zip',
  // The reading of shell text is held against it.
  'zsh',
  // Completions run in it.
  'fish',
];

if (process.platform === 'linux') installPackages();
await ensureElectron();

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

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
