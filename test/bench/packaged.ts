// The app's folder as `npm run package` makes it, and what is started from it.
import { execFileSync } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

export interface PackagedApp {
  /** The `patchbay` command. */
  readonly launcher: string;
  /** The Electron that the command runs as Node. */
  readonly electron: string;
}

/** Linux only. @throws when the app cannot be packaged */
export function packageApp(): PackagedApp {
  execFileSync('npm', ['run', '--silent', 'package'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  const folder = path.join(root, 'dist', `Patchbay-linux-${process.arch}`);
  return { launcher: path.join(folder, 'patchbay'), electron: path.join(folder, 'patchbay-app') };
}
