// What is at one path now, as a checkpoint would store it.
import fs from 'node:fs';
import path from 'node:path';
import { contentId } from './blobs.ts';
import { modeOf, type State } from './tree.ts';

/** A larger file cannot be one that was stored. */
const MAX_BYTES = 100_000_000;

/** Nothing is, where a parent is not a folder of its own. @param folder a real path */
export function stateAt(folder: string, relative: string): State | undefined {
  if (!isBelowRealFolders(folder, relative)) return undefined;
  return stateOf(path.join(folder, relative));
}

/** The same of a path whose parents are known. */
export function stateOf(file: string): State | undefined {
  const stat = fs.lstatSync(file, { throwIfNoEntry: false });
  if (!stat) return undefined;
  if (stat.isSymbolicLink()) return { kind: 'link', target: fs.readlinkSync(file) };
  if (stat.isDirectory()) return { kind: 'folder', mode: modeOf(stat) };
  if (!stat.isFile() || stat.size > MAX_BYTES) return { kind: 'other' };
  try {
    const content = contentId(readPlainFile(file));
    return { kind: 'file', mode: modeOf(stat), content, sizeBytes: stat.size };
  } catch {
    // It is not readable for us.
    return { kind: 'other' };
  }
}

/** Whether every folder above is a folder, not a link to one: links can lead anywhere. */
export function isBelowRealFolders(folder: string, relative: string): boolean {
  const parents = relative.split('/').slice(0, -1);
  return parents.every((_, at) => {
    const parent = path.join(folder, ...parents.slice(0, at + 1));
    return fs.lstatSync(parent, { throwIfNoEntry: false })?.isDirectory() === true;
  });
}

/**
 * The content of a file, and of nothing else that has come in its place: no link is followed, no pipe waited for.
 * @throws the file system's errors
 */
export function readPlainFile(file: string): Buffer {
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = fs.constants;
  const descriptor = fs.openSync(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    if (!fs.fstatSync(descriptor).isFile()) throw new Error('it is not a file any more');
    return fs.readFileSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}
