// Whether a path lies in a folder. By the names alone: links are the caller's business.
import path from 'node:path';

/**
 * Whether a path is this folder or below it.
 * @param file absolute; `..` in it is resolved first
 * @param folder absolute; `/` holds everything. Nothing is inside a folder that is not known (`''`) or is relative
 */
export function isInside(file: string, folder: string): boolean {
  if (!path.isAbsolute(file) || !path.isAbsolute(folder)) return false;
  const way = path.relative(folder, file);
  // On another drive of Windows the way stays absolute.
  return way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way);
}
