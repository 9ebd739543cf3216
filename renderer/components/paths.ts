// Folders as a person reads them.
import { makeVisible } from './invisible.ts';

const HOME = /^(?:\/home\/[^/]+|\/Users\/[^/]+|\/root|[A-Z]:\\Users\\[^\\]+)(?=[\\/]|$)/;

/** With the home folder as `~`. */
export function shortPath(path: string): string {
  return makeVisible(path.replace(HOME, '~'));
}

/** The last part: `api` of `/home/me/api`. */
export function folderName(path: string): string {
  const parts = path.split(/[\\/]/).filter(Boolean);
  return makeVisible(parts.at(-1) ?? path);
}
