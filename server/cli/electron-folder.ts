// Finds an Electron that can be started.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { programFolder } from '../base/program.ts';

/** The stand-in for tests; see scripts/setup-electron.ts. */
export const STAND_IN_FOLDER = path.join(programFolder, 'node_modules/.cache/patchbay-electron');

/** @returns undefined when there is none */
export function electronFolder(): string | undefined {
  const candidates = [process.env['ELECTRON_OVERRIDE_DIST_PATH'], packageFolder(), STAND_IN_FOLDER];
  return candidates.find((folder) => folder !== undefined && fs.existsSync(electronProgram(folder)));
}

export function electronProgram(folder: string): string {
  if (process.platform === 'darwin') return path.join(folder, 'Electron.app/Contents/MacOS/Electron');
  return path.join(folder, process.platform === 'win32' ? 'electron.exe' : 'electron');
}

/** Electron is a development dependency: an installed Patchbay uses the one it is packaged with. */
function packageFolder(): string | undefined {
  try {
    const manifest = createRequire(import.meta.url).resolve('electron/package.json');
    return path.join(path.dirname(manifest), 'dist');
  } catch {
    return undefined;
  }
}
