// What is known of a server before it is loaded.
import fs from 'node:fs';
import type { Paths } from '../config/paths.ts';
import { readRegularFile } from '../files/regular-file.ts';

/** Whether the server is going to start, and to introduce itself as usual, as far as that is quickly seen. */
export function isUsualHome({ patchbayHome, codexHome, settingsFile, principalsFile }: Paths): boolean {
  try {
    fs.accessSync(patchbayHome, fs.constants.W_OK | fs.constants.X_OK);
    if (fs.statSync(codexHome, { throwIfNoEntry: false })?.isDirectory() === false) return false;
    const [, { principals = {} }] = [fieldsIn(settingsFile), fieldsIn(principalsFile)];
    // Without the Codex tools, the introduction is another.
    return typeof principals === 'object' && !JSON.stringify(principals).includes('codexTools');
  } catch {
    return false;
  }
}

/** What a file of ours says, empty if there is none. @throws when it cannot be read or is not JSON */
export function fieldsIn(file: string): { readonly principals?: unknown } {
  return fs.existsSync(file) ? JSON.parse(readRegularFile(file).toString('utf8')) : {};
}
