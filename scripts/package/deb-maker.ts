// Makes the deb with dpkg-deb from the packaged folder. Forge's own maker has no place for files outside that folder
// (man page, completions, systemd unit); electron-builder fetches a program for it from GitHub. See
// docs/decisions/0029-packages.md.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { type EmptyConfig, MakerBase, type MakerOptions } from '@electron-forge/maker-base';
import { debianVersion } from '../../server/updates/debian.ts';
import { writeLinuxFiles } from './linux-files.ts';

/** What Electron is linked with, in the names of Debian 12 and of Ubuntu 24.04 and Debian 13. */
const DEPENDS = [
  'libc6 (>= 2.28)',
  ...[
    'libasound2',
    'libatk-bridge2.0-0',
    'libatk1.0-0',
    'libatspi2.0-0',
    'libcups2',
    'libglib2.0-0',
    'libgtk-3-0',
  ].map((name) => `${name} | ${name}t64`),
  ...['libcairo2', 'libdrm2', 'libexpat1', 'libgbm1', 'libnspr4', 'libnss3', 'libpango-1.0-0', 'libudev1'],
  ...['libdbus-1-3', 'libx11-6', 'libxcb1', 'libxcomposite1', 'libxdamage1', 'libxext6', 'libxfixes3'],
  ...['libxkbcommon0', 'libxrandr2'],
];
/** The keychain, notifications, whether there is a tray, links that open in a browser, and what Codex works with. */
const RECOMMENDS = ['libsecret-1-0', 'libnotify4', 'libglib2.0-bin', 'xdg-utils', 'git'];

/** What the control file takes from package.json. */
interface Manifest {
  readonly version: string;
  readonly description: string;
  readonly author: string;
}

const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/** Measured in docs/packages.md: more would gain 1 % in twice the time. */
const COMPRESSION = ['-Zzstd', '-z9'];

export class DebMaker extends MakerBase<EmptyConfig> {
  override name = 'deb';
  override defaultPlatforms = ['linux' as const];
  override requiredExternalBinaries = ['dpkg-deb'];

  override isSupportedOnCurrentPlatform(): boolean {
    return process.platform === 'linux';
  }

  override async make({ dir, makeDir, targetArch, packageJSON }: MakerOptions): Promise<string[]> {
    const { version, description, author } = packageJSON as Manifest;
    const architecture = ARCHITECTURES[targetArch] ?? targetArch;
    const folder = path.join(makeDir, 'deb');
    const deb = path.join(folder, `patchbay_${debianVersion(version)}_${architecture}.deb`);
    const tree = path.join(folder, 'tree');
    await this.ensureDirectory(folder);
    const usr = path.join(tree, 'usr');
    fs.mkdirSync(path.join(usr, 'lib'), { recursive: true });
    // Linked, not copied: half a gigabyte.
    execFileSync('cp', ['-al', dir, path.join(usr, 'lib/patchbay')]);
    // The app says how to get a newer one, and does not replace itself.
    fs.writeFileSync(path.join(usr, 'lib/patchbay/resources/package-type'), 'deb\n');
    fs.mkdirSync(path.join(usr, 'bin'));
    fs.symlinkSync('../lib/patchbay/patchbay', path.join(usr, 'bin/patchbay'));
    writeLinuxFiles({ root: path.resolve(import.meta.dirname, '../..'), usr, version });
    execFileSync('chmod', ['-R', 'u=rwX,go=rX', tree]);
    // Chromium's sandbox for kernels that give ordinary users no namespaces.
    fs.chmodSync(path.join(usr, 'lib/patchbay/chrome-sandbox'), 0o4755);
    writeControl(tree, {
      Package: 'patchbay',
      Version: debianVersion(version),
      Architecture: architecture,
      Maintainer: author,
      'Installed-Size': execFileSync('du', ['-sk', usr], { encoding: 'utf8' }).split('\t')[0] ?? '',
      Depends: DEPENDS.join(', '),
      Recommends: RECOMMENDS.join(', '),
      Section: 'devel',
      Priority: 'optional',
      Description: description,
    });
    execFileSync('dpkg-deb', ['--root-owner-group', ...COMPRESSION, '--build', tree, deb], {
      stdio: 'ignore',
    });
    fs.rmSync(tree, { recursive: true });
    return [deb];
  }
}

function writeControl(tree: string, fields: Readonly<Record<string, string>>): void {
  const folder = path.join(tree, 'DEBIAN');
  fs.mkdirSync(folder, { mode: 0o755 });
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\n`);
  fs.writeFileSync(path.join(folder, 'control'), lines.join(''));
  for (const script of ['postinst', 'postrm']) {
    fs.copyFileSync(path.join(import.meta.dirname, '../../build/linux', script), path.join(folder, script));
    fs.chmodSync(path.join(folder, script), 0o755);
  }
}
