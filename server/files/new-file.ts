// A file that a person names for something to be saved in.
import fs from 'node:fs';
import { fileProblem } from '../errors/files.ts';

/**
 * Readable by its owner alone. Another file is never replaced: it could be one of somebody else.
 * @param refused makes the error, from a clause
 */
export function writeNewFile(
  file: string,
  content: string | Uint8Array,
  refused: (problem: string) => Error,
): void {
  try {
    fs.writeFileSync(file, content, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    const isThere = (error as NodeJS.ErrnoException).code === 'EEXIST';
    throw refused(isThere ? 'it is there already' : fileProblem(error));
  }
}
