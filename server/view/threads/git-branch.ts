import fs from 'node:fs';
import path from 'node:path';
import { readRegularFile } from '../../files/regular-file.ts';

/** The branch checked out in the repository of this folder; undefined outside of git and on a detached head. */
export function gitBranch(folder: string): string | undefined {
  const head = readHead(folder);
  return head === undefined ? undefined : /^ref: refs\/heads\/(.+)/.exec(head)?.[1]?.trim();
}

function readHead(folder: string): string | undefined {
  const git = path.join(folder, '.git');
  try {
    const stat = fs.statSync(git);
    // In a worktree, `.git` is a file that points to the rest.
    const real = stat.isDirectory() ? git : /^gitdir: (.+)/.exec(textOf(git))?.[1]?.trim();
    return real === undefined ? undefined : textOf(path.resolve(folder, real, 'HEAD'));
  } catch {
    const parent = path.dirname(folder);
    return parent === folder ? undefined : readHead(parent);
  }
}

/** A folder of the agent may hold anything under these names, a pipe too. */
function textOf(file: string): string {
  return readRegularFile(file).toString('utf8');
}
