// A folder that a person names.
import fs from 'node:fs';
import { notAFolder } from '../errors/cli.ts';

/**
 * @param named how the person names it: an option, or `The folder`
 * @returns its real path
 * @throws not-a-folder when it is missing, a file, or cannot be read
 */
export function realFolder(named: string, folder: string): string {
  try {
    const real = fs.realpathSync.native(folder);
    // Fails for a file as well as for a missing folder.
    fs.readdirSync(real);
    return real;
  } catch (error) {
    throw notAFolder(named, folder, error);
  }
}
