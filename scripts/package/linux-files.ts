// What a Linux package has outside its own folder: the files that a desktop, a shell, systemd and man look for.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const ICON_SIZES = [32, 128, 256, 512];

/**
 * @param options.root the project
 * @param options.usr the folder that becomes /usr
 * @param options.version of the package
 */
export function writeLinuxFiles(options: { root: string; usr: string; version: string }): void {
  const { root, usr, version } = options;
  const put = (from: string, to: string) => {
    const file = path.join(usr, to);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.copyFileSync(path.join(root, 'build', from), file);
  };
  put('linux/patchbay.desktop', 'share/applications/patchbay.desktop');
  put('linux/patchbay.service', 'lib/systemd/user/patchbay.service');
  put('linux/apparmor-profile', 'lib/patchbay/apparmor-profile');
  put('icon.svg', 'share/icons/hicolor/scalable/apps/patchbay.svg');
  for (const size of ICON_SIZES) {
    put(`icons/app-${size}.png`, `share/icons/hicolor/${size}x${size}/apps/patchbay.png`);
  }
  const copyright = ['build/linux/copyright', 'LICENSE'].map((file) =>
    fs.readFileSync(path.join(root, file), 'utf8'),
  );
  fs.mkdirSync(path.join(usr, 'share/doc/patchbay'), { recursive: true });
  fs.writeFileSync(path.join(usr, 'share/doc/patchbay/copyright'), copyright.join('License: MIT\n'));
  // A process of its own, because Forge's loader of this file is not Node's.
  execFileSync(process.execPath, [
    path.join(root, 'scripts/package/write-command-help.ts'),
    path.join(usr, 'share'),
    version,
  ]);
}
