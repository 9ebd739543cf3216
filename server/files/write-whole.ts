// Replaces a file as a whole or not at all.
import fs from 'node:fs';
import writeFileAtomic from 'write-file-atomic';

/**
 * Also on a disk that is nearly full.
 * @param mode permission bits; those of the file that is there if absent
 * @throws the file system's errors; the file is unchanged then
 */
export function writeWhole(file: string, text: string, mode?: number): void {
  const content = Buffer.from(text);
  writeFileAtomic.sync(file, content, {
    ...(mode !== undefined && { mode }),
    // The library writes once and does not look how much of it the disk has taken. This goes on until it has all.
    tmpfileCreated: (temporary) => fs.writeFileSync(temporary, content),
  });
}
