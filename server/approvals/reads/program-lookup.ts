// Whether a name on the PATH is the program it claims to be. A shell uses the first file of that name, and a
// repository can contain one.

import fs from 'node:fs';
import path from 'node:path';
import { isInside } from '../../base/paths-inside.ts';
import type { Place } from './named-paths.ts';

/** Launchers of version managers: a file in the folder can choose the program they start. */
const LAUNCHER =
  /(?:^|\/)(?:shims\/[^/]+|aqua|aqua-proxy|asdf|dotslash|mise|nodenv|pkgx|proto|pyenv|rbenv|rtx|rustup|volta-shim)$/;
/** Many programs in one, with their own options: busybox's `grep -r` follows links. */
const ALL_IN_ONE = /(?:^|\/)(?:busybox|toybox)[^/]*$/;

/**
 * @param searchPath the value of PATH
 * @returns why a person must be asked; undefined for a program outside the folder, or one that is not installed
 */
export function whyAskProgram(name: string, { folder, cwd }: Place, searchPath: string): string | undefined {
  for (const entry of searchPath.split(path.delimiter)) {
    const file = path.resolve(cwd, entry, name);
    const real = executableAt(file);
    if (real === undefined) continue;
    if (isInside(real, folder) || isInside(file, folder)) return `${name} comes from inside the folder`;
    if (LAUNCHER.test(file) || LAUNCHER.test(real)) return `${name} is started by a version manager`;
    if (ALL_IN_ONE.test(real)) return `${name} is part of ${path.basename(real)}`;
    return undefined;
  }
  return undefined;
}

/** @returns its real path; undefined if it is not a file that can be run */
export function executableAt(file: string): string | undefined {
  try {
    // Most files that are looked for are not there, and an exception costs more than the look.
    if (!fs.statSync(file, { throwIfNoEntry: false })?.isFile()) return undefined;
    fs.accessSync(file, fs.constants.X_OK);
    return fs.realpathSync.native(file);
  } catch {
    return undefined;
  }
}
