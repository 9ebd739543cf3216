// Repositories inside a working tree. git asks those in its index for their state, and then obeys their settings.
import fs from 'node:fs';
import path from 'node:path';
import { isInside } from '../../base/paths-inside.ts';
import { type Checkout, checkoutOf } from './checkout.ts';

/** A working tree with more entries is not looked through. */
const MAX_ENTRIES = 10_000;

/**
 * @returns the first repository inside that the repository itself does not keep: not one of its worktrees, nor a sub-module
 *   whose settings are in its own `.git`
 */
export function repositoryInside(checkout: Checkout): string | 'too-many-files' | undefined {
  const folders = [checkout.root];
  let entries = 0;
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    if (folder !== checkout.root && isForeign(folder, checkout)) return folder;
    for (const entry of entriesOf(folder)) {
      entries += 1;
      if (entries > MAX_ENTRIES) return 'too-many-files';
      if (entry.isDirectory() && !(folder === checkout.root && entry.name === '.git'))
        folders.push(path.join(folder, entry.name));
    }
  }
  return undefined;
}

/** None where they cannot be read: git cannot read them either. */
function entriesOf(folder: string): fs.Dirent[] {
  try {
    return fs.readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function isForeign(folder: string, { commonFolder }: Checkout): boolean {
  const pointer = path.join(folder, '.git');
  const stat = statOf(pointer);
  if (!stat) return false;
  const inside = checkoutOf(folder);
  if (inside?.isProven && inside.commonFolder === commonFolder) return false;
  return !stat.isFile() || !isKept(pointer, path.join(commonFolder, 'modules'));
}

function isKept(pointer: string, modules: string): boolean {
  const named = /^gitdir: (.+?)\n?$/.exec(fs.readFileSync(pointer, 'utf8'))?.[1];
  try {
    return (
      named !== undefined && isInside(fs.realpathSync.native(path.resolve(pointer, '..', named)), modules)
    );
  } catch {
    return false;
  }
}

function statOf(file: string): fs.Stats | undefined {
  try {
    return fs.lstatSync(file);
  } catch {
    return undefined;
  }
}
