// Electron's own binary, which npm does not bring along: fetched where there is a desktop to show it on. Without it
// (no way to GitHub) `patchbay` says so and runs without a window.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { electronFolder } from '../server/cli/electron-folder.ts';

const TIMEOUT_MS = 5 * 60_000;

/** Does nothing when there is one. */
export function fetchElectron(): void {
  if (electronFolder()) return;
  const installer = createRequire(import.meta.url).resolve('electron/install.js');
  spawnSync(process.execPath, [installer], { stdio: 'ignore', timeout: TIMEOUT_MS });
}

const { DISPLAY, WAYLAND_DISPLAY } = process.env;
if (import.meta.main && (process.platform !== 'linux' || DISPLAY || WAYLAND_DISPLAY)) fetchElectron();
