// The git repository a folder lies in, so that its worktrees share rules. What a folder says about itself is not
// believed: a worktree counts for an allow only when the repository names it too.
import fs from 'node:fs';
import path from 'node:path';
import { gitFolderAbove } from '../reads/git-repository.ts';

export interface Checkout {
  /** The top of the working tree; a real path. */
  readonly root: string;
  /** What git calls the common directory; a real path. */
  readonly commonFolder: string;
  /** What it calls the git directory: the same, or of a worktree its own part of it. */
  readonly gitFolder: string;
  /** The repository says so too, not only the folder. */
  readonly isProven: boolean;
}

/** Bytes. */
const MAX_POINTER = 4096;

/**
 * @param folder a real path
 * @returns undefined outside a repository, and for submodules and bare ones
 */
export function checkoutOf(folder: string): Checkout | undefined {
  try {
    const found = gitFolderAbove(folder);
    if (found === undefined || path.basename(found) !== '.git') return undefined;
    const root = path.dirname(found);
    const stat = fs.lstatSync(found);
    if (stat.isDirectory()) return { root, commonFolder: found, gitFolder: found, isProven: true };
    return stat.isFile() ? worktreeAt(root, found) : undefined;
  } catch {
    return undefined;
  }
}

/** gitrepository-layout: `.git` names `<common>/worktrees/<name>`, whose `gitdir` names that `.git`. */
function worktreeAt(root: string, pointer: string): Checkout | undefined {
  const named = /^gitdir: (.+?)\n?$/.exec(readPointer(pointer))?.[1];
  if (named === undefined) return undefined;
  const own = fs.realpathSync.native(path.resolve(root, named));
  const commonFolder = fs.realpathSync.native(
    path.resolve(own, readPointer(path.join(own, 'commondir')).trim()),
  );
  const back = path.resolve(own, readPointer(path.join(own, 'gitdir')).trim());
  const isListed = path.dirname(own) === path.join(commonFolder, 'worktrees');
  const isNamed = fs.realpathSync.native(path.dirname(back)) === root && path.basename(back) === '.git';
  return { root, commonFolder, gitFolder: own, isProven: isListed && isNamed };
}

function readPointer(file: string): string {
  const stat = fs.lstatSync(file);
  if (!stat.isFile() || stat.size > MAX_POINTER)
    throw new Error(`${file} is not a file of the expected size`);
  return fs.readFileSync(file, 'utf8');
}
