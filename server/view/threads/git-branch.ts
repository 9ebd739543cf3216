import fs from 'node:fs';
import path from 'node:path';

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
    const real = stat.isDirectory() ? git : /^gitdir: (.+)/.exec(fs.readFileSync(git, 'utf8'))?.[1]?.trim();
    return real === undefined ? undefined : fs.readFileSync(path.resolve(folder, real, 'HEAD'), 'utf8');
  } catch {
    const parent = path.dirname(folder);
    return parent === folder ? undefined : readHead(parent);
  }
}
