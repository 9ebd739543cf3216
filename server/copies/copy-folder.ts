// Whether what is in the folder of a copy is that copy. The list is a file that others can change, and so are the folders.
import fs from 'node:fs';
import path from 'node:path';
import { readPlainFile } from '../checkpoints/state-at.ts';
import { copyElsewhere, copyGone } from '../errors/copies.ts';
import type { Copy } from './copies-file.ts';

/**
 * A copy that somebody has removed must not count as one in which all files were removed.
 * @param copies where copies are
 * @throws copy-gone
 */
export function requireCopy({ id, folder, of }: Copy, copies: string): void {
  if (!isOwnFolder(id, folder, copies)) throw copyGone(id, `${folder} is not a folder in ${copies}`);
  if (!isFolder(folder)) throw copyGone(id, `${folder} is not there any more`);
  const named = /^gitdir: (.+)$/m.exec(readOr(path.join(folder, '.git')))?.[1];
  const entries = path.join(realOr(path.join(of, '.git')), 'worktrees');
  if (named === undefined || path.dirname(path.resolve(folder, named)) !== entries)
    throw copyGone(id, `${folder} is not the git worktree any more that was made there`);
}

/**
 * Before it is removed.
 * @throws copy-elsewhere
 */
export function requireOwnFolder({ id, folder }: Copy, copies: string): void {
  const isLink = fs.lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  if (isLink || !isOwnFolder(id, folder, copies)) throw copyElsewhere(id, folder, copies);
}

/** Itself, not a link to one. */
export function isFolder(folder: string): boolean {
  return fs.lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
}

function isOwnFolder(id: string, folder: string, copies: string): boolean {
  return folder === path.join(realOr(copies), id);
}

function realOr(folder: string): string {
  try {
    return fs.realpathSync(folder);
  } catch {
    return folder;
  }
}

function readOr(file: string): string {
  try {
    return readPlainFile(file).toString();
  } catch {
    return '';
  }
}
