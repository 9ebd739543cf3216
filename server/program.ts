// Facts about the running program itself: bundled below out/, or its TypeScript sources.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import manifest from '../package.json' with { type: 'json' };

export const version: string = manifest.version;

const isBundled = !import.meta.url.endsWith('.ts');

/** The folder of package.json. */
export const programFolder = folderAbove(path.dirname(fileURLToPath(import.meta.url)));

/** The file that runs as `patchbay`. */
export const mainFile = isBundled ? inProgram('out/patchbay.js') : inProgram('server/cli/main.ts');
/** The program of the watchdog process. */
export const watchdogFile = isBundled
  ? inProgram('out/watchdog.js')
  : inProgram('server/processes/watchdog-main.ts');
/** The program that asks the system's keychain. */
export const keyringFile = isBundled
  ? inProgram('out/keyring.js')
  : inProgram('server/secrets/keyring-main.ts');

function inProgram(file: string): string {
  return path.join(programFolder, file);
}

function folderAbove(folder: string): string {
  const parent = path.dirname(folder);
  return parent === folder || fs.existsSync(path.join(folder, 'package.json')) ? folder : folderAbove(parent);
}
