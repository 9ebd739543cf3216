// Electron's own binary, which npm does not bring along.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { electronFolder } from '../server/cli/electron-folder.ts';
import { makeStandIn } from './stand-in.ts';

const TIMEOUT_MS = 5 * 60_000;

/** Does nothing when there is one, or no way to GitHub. */
export function fetchElectron(): void {
  if (electronFolder()) return;
  const installer = createRequire(import.meta.url).resolve('electron/install.js');
  spawnSync(process.execPath, [installer], { stdio: 'ignore', timeout: TIMEOUT_MS });
}

/** The same, and a stand-in where Electron's own cannot be had. */
export async function ensureElectron(): Promise<void> {
  fetchElectron();
  if (!electronFolder()) await makeStandIn();
}
