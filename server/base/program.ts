// Facts about the running program itself: bundled below out/, or its TypeScript sources.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const isBundled = !import.meta.url.endsWith('.ts');

/** The folder of package.json. */
export const programFolder = folderAbove(path.dirname(fileURLToPath(import.meta.url)));

/** Of the package.json beside the program: a package has the version of its tag there. */
export const version: string = installedVersion();

/** The file that runs as `patchbay`. */
export const mainFile = isBundled ? inProgram('out/patchbay.js') : inProgram('server/cli/main.ts');
/** The program of the watchdog process. */
export const watchdogFile = isBundled
  ? inProgram('out/watchdog.js')
  : inProgram('server/processes/watchdog-main.ts');
/** The program of the worker that looks at folders. */
export const checkpointsFile = isBundled
  ? inProgram('out/checkpoints.js')
  : inProgram('server/checkpoints/worker-main.ts');
/** The program of the worker that searches records. */
export const recordSearchFile = isBundled
  ? inProgram('out/record-search.js')
  : inProgram('server/records/search/worker-main.ts');
/** The program of the worker that counts tokens. */
export const tokensFile = isBundled
  ? inProgram('out/tokens.js')
  : inProgram('server/remotes/tokens/worker-main.ts');
/** The program that reads the system's keychain. */
export const keyringFile = isBundled
  ? inProgram('out/keyring.js')
  : inProgram('server/secrets/keyring-main.ts');

/**
 * How another program runs `patchbay` with these arguments, whatever its environment. In the app, this program is
 * Electron and must be told to run as Node.
 */
export function patchbayCommand(words: readonly string[]): { command: string; args: string[] } {
  const run = [process.execPath, mainFile, ...words];
  const isElectron = process.versions['electron'] !== undefined;
  if (!isElectron) return { command: process.execPath, args: [mainFile, ...words] };
  if (process.platform !== 'win32') {
    return { command: '/usr/bin/env', args: ['ELECTRON_RUN_AS_NODE=1', ...run] };
  }
  const line = run.map((word) => `"${word}"`).join(' ');
  return { command: 'cmd.exe', args: ['/d', '/s', '/c', `set ELECTRON_RUN_AS_NODE=1&& ${line}`] };
}

/** The same now: the files may have been replaced since the program was started. */
export function installedVersion(): string {
  const manifest = JSON.parse(fs.readFileSync(inProgram('package.json'), 'utf8')) as { version: string };
  return manifest.version;
}

function inProgram(file: string): string {
  return path.join(programFolder, file);
}

function folderAbove(folder: string): string {
  const parent = path.dirname(folder);
  return parent === folder || fs.existsSync(path.join(folder, 'package.json')) ? folder : folderAbove(parent);
}
