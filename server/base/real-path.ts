// Paths without links. What is judged by a path is judged by the real one.
import fs from 'node:fs';
import path from 'node:path';

/** @returns the path itself, absolute, where it leads to nothing */
export function realPath(file: string): string {
  try {
    return fs.realpathSync(file);
  } catch {
    return path.resolve(file);
  }
}

/** @returns the path as it is given and the real one, once where they are the same */
export function withRealPath(file: string): string[] {
  return [...new Set([file, realPath(file)])];
}

/** The same for a file that may be gone: the links on the way to it are followed as far as it is there. */
export function realPathOfLost(file: string): string {
  const absolute = path.resolve(file);
  const parent = path.dirname(absolute);
  try {
    return fs.realpathSync(absolute);
  } catch {
    return parent === absolute ? absolute : path.join(realPathOfLost(parent), path.basename(absolute));
  }
}
