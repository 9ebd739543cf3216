// Reads a file that others may have put there. A pipe or a device would keep us waiting, or never end.
import fs from 'node:fs';
import os from 'node:os';

/**
 * Links are followed; the null device counts as an empty file, as people link it for one.
 * @throws the file system's errors, and one that says that it is not a file
 */
export function readRegularFile(file: string): Buffer {
  const { O_RDONLY, O_NONBLOCK = 0 } = fs.constants;
  const descriptor = fs.openSync(file, O_RDONLY | O_NONBLOCK);
  try {
    requireRegular(file, fs.fstatSync(descriptor));
    return fs.readFileSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}

/**
 * Folders pass: reading one has an error of its own.
 * @throws an error that says that it is not a file
 */
export function requireRegular(file: string, stat: fs.Stats): void {
  if (stat.isFile() || stat.isDirectory() || fs.realpathSync(file) === os.devNull) return;
  throw new Error('it is a pipe, a socket or a device');
}
