// Creates our folders where they are missing.
import fs from 'node:fs';
import path from 'node:path';

/**
 * Creates the folder and its parents, readable by their owner alone. Does not use `recursive`: below /proc, and in any
 * existing folder that accepts no new one, Node 20 to 24 retries forever.
 * @throws the file system's errors
 */
export function makeFolder(folder: string): void {
  const missing: string[] = [];
  for (let at = path.resolve(folder); !isThere(at); at = path.dirname(at)) missing.unshift(at);
  for (const one of missing) {
    try {
      fs.mkdirSync(one, { mode: 0o700 });
    } catch (error) {
      // Another process was quicker.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  if (!fs.statSync(folder).isDirectory()) throw Object.assign(new Error('not a folder'), { code: 'ENOTDIR' });
}

function isThere(place: string): boolean {
  return path.dirname(place) === place || fs.statSync(place, { throwIfNoEntry: false }) !== undefined;
}
