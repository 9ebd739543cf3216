// Makes a git worktree of a working tree, with its files as they are now: what is not committed comes along, what git
// ignores does not. The files are copied by us, so that git checks nothing out and no filter runs.
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { isBelowRealFolders } from '../checkpoints/state-at.ts';
import { copyFailed, copyNotPossible } from '../errors/copies.ts';
import { makeFolder } from '../files/folders.ts';
import type { Copy } from './copies-file.ts';
import { requirePlainRepository, runGit } from './git.ts';

const MAX_FILES = 50_000;
const MAX_BYTES = 1_000_000_000;

/**
 * @param options.root the top of a working tree; a real path
 * @param options.copies where copies go
 * @param options.bases where they are kept once more, as they were at first
 * @throws copy-not-possible, copy-failed; nothing is left then
 */
export async function makeCopy(options: { root: string; copies: string; bases: string }): Promise<Copy> {
  const { root, copies, bases } = options;
  requirePlainRepository(root);
  const [head, branch, listed] = await Promise.all([
    runGit(root, ['rev-parse', '--verify', 'HEAD']),
    runGit(root, ['symbolic-ref', '--short', '-q', 'HEAD']),
    runGit(root, ['ls-files', '-z', '--cached', '--others', '--exclude-standard']),
  ]);
  if (head.code !== 0) throw copyNotPossible(root, 'the repository has no commit yet, or git is not there');
  if (listed.code !== 0) throw copyFailed(root, new Error(listed.stderr));
  const files = [...new Set(listed.stdout.split('\0').filter((file) => file !== ''))];
  requireSize(root, files);

  const name = path.basename(root).replace(/[^\w.-]/g, '_');
  const id = `${name}-${randomBytes(3).toString('hex')}`;
  const folder = path.join(copies, id);
  const base = path.join(bases, id);
  makeFolder(copies);
  try {
    await must(root, ['worktree', 'add', '--no-checkout', '--detach', '--quiet', folder, 'HEAD']);
    // Its index, which no checkout has filled. No agent has been here yet.
    await must(folder, ['read-tree', 'HEAD']);
    await copyFiles(root, files, [folder, base]);
  } catch (error) {
    removeCopy({ folder, of: root }, base);
    throw copyFailed(root, error);
  }
  return {
    id,
    folder: fs.realpathSync(folder),
    of: root,
    ...(branch.code === 0 && { branch: branch.stdout.trim() }),
    commit: head.stdout.trim(),
    madeAt: new Date().toISOString(),
    taken: {},
  };
}

/** Removes the copy, and what the repository knows of it. Nothing of the repository itself is run or read as git. */
export function removeCopy({ folder, of }: Pick<Copy, 'folder' | 'of'>, base: string): void {
  fs.rmSync(folder, { recursive: true, force: true });
  fs.rmSync(base, { recursive: true, force: true });
  try {
    forget(path.join(of, '.git/worktrees'), folder);
  } catch {
    // git removes it by itself one day.
  }
}

function forget(known: string, folder: string): void {
  for (const name of fs.existsSync(known) ? fs.readdirSync(known) : []) {
    const entry = path.join(known, name);
    if (readOr(path.join(entry, 'gitdir')).trim() === path.join(folder, '.git'))
      fs.rmSync(entry, { recursive: true, force: true });
  }
}

function readOr(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

async function must(folder: string, args: readonly string[]): Promise<void> {
  const { code, stderr } = await runGit(folder, args);
  if (code !== 0) throw new Error(stderr);
}

function requireSize(root: string, files: readonly string[]): void {
  if (files.length > MAX_FILES) throw copyNotPossible(root, `it has more than ${MAX_FILES} files`);
  let bytes = 0;
  for (const file of files)
    bytes += fs.lstatSync(path.join(root, file), { throwIfNoEntry: false })?.size ?? 0;
  if (bytes > MAX_BYTES) throw copyNotPossible(root, `its files have more than ${MAX_BYTES / 1_000_000} MB`);
}

/** Links stay links. What is gone, or is a repository of its own, is left out. */
async function copyFiles(root: string, files: readonly string[], to: readonly string[]): Promise<void> {
  for (const folder of to) await fs.promises.mkdir(folder, { recursive: true, mode: 0o700 });
  for (const file of files) {
    const source = path.join(root, file);
    const stat = await fs.promises.lstat(source).catch(() => undefined);
    if (!stat || !isBelowRealFolders(root, file)) continue;
    // Each from the one before: what somebody writes meanwhile is then in all of them or in none.
    let from = source;
    for (const folder of to) {
      const target = path.join(folder, file);
      if (stat.isSymbolicLink() || stat.isFile())
        await fs.promises.mkdir(path.dirname(target), { recursive: true });
      if (stat.isSymbolicLink()) await fs.promises.symlink(await fs.promises.readlink(from), target);
      // Keeps permissions; shares the blocks where the file system can.
      if (stat.isFile()) await fs.promises.copyFile(from, target, fs.constants.COPYFILE_FICLONE);
      from = target;
    }
  }
}
