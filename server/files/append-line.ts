// JSON Lines files, to which several processes may append.
import fs from 'node:fs';
import { fileBroken } from '../errors/files.ts';
import { readRegularFile, requireRegular } from './regular-file.ts';

/**
 * Appends a line in one write, or in several where the disk takes less at once. A line left unfinished by a crash or another process is completed first; readers skip
 * it.
 * @throws the file system's errors
 */
export function appendLine(file: string, line: string): void {
  const descriptor = fs.openSync(file, 'a+', 0o600);
  try {
    // A pipe that nobody reads takes a little, and then keeps us waiting.
    requireRegular(file, fs.fstatSync(descriptor));
    const text = Buffer.from(`${isTorn(descriptor) ? '\n' : ''}${line}\n`);
    for (let done = 0; done < text.length; ) done += fs.writeSync(descriptor, text, done);
  } finally {
    fs.closeSync(descriptor);
  }
}

/**
 * @returns the non-empty lines, unchanged; an empty list when the file does not exist
 * @throws file-broken when it cannot be read at all
 */
export function readLinesOf(file: string): string[] {
  try {
    return readRegularFile(file).toString('utf8').split('\n').filter(Boolean);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw fileBroken(file, cause);
  }
}

function isTorn(descriptor: number): boolean {
  const { size } = fs.fstatSync(descriptor);
  const last = Buffer.alloc(1);
  return size > 0 && fs.readSync(descriptor, last, 0, 1, size - 1) === 1 && last.toString() !== '\n';
}
