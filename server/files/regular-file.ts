// Reads a file that a person names. A pipe or a device would keep us waiting, or never end.
import fs from 'node:fs';

/** Links are followed. @throws the file system's errors, and one that says that it is not a file */
export function readRegularFile(file: string): Buffer {
  const { O_RDONLY, O_NONBLOCK = 0 } = fs.constants;
  const descriptor = fs.openSync(file, O_RDONLY | O_NONBLOCK);
  try {
    const stat = fs.fstatSync(descriptor);
    // Reading a folder has its own error.
    if (stat.isFile() || stat.isDirectory()) return fs.readFileSync(descriptor);
    throw new Error('it is a pipe, a socket or a device');
  } finally {
    fs.closeSync(descriptor);
  }
}
