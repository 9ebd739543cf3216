// Whether a path is inside a folder. Compares names only; the caller resolves links.
import path from 'node:path';

/**
 * Whether a path is this folder or below it.
 * @param file absolute; `..` in it is resolved first
 * @param folder absolute; everything is inside `/`. Nothing is inside an unknown (`''`) or relative folder
 */
export function isInside(file: string, folder: string): boolean {
  if (!path.isAbsolute(file) || !path.isAbsolute(folder)) return false;
  const way = path.relative(folder, file);
  // For another drive on Windows, the relative path stays absolute.
  return way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way);
}
