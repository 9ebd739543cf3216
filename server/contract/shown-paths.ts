// Paths as a person reads them.
import { makeVisible } from './visible.ts';

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

/** `src/a.ts` of `/home/mira/api/src/a.ts`; a path outside the folder stays whole. @param folder may be empty: unknown */
export function relativeTo(folder: string, path: string): string {
  const prefix = folder.endsWith('/') ? folder : `${folder}/`;
  return makeVisible(folder && path.startsWith(prefix) ? path.slice(prefix.length) : path);
}
