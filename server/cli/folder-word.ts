// The value of an option that names a folder to look for, which need not be there any more, for commander.
import path from 'node:path';
import { notEmpty } from './not-empty.ts';

/** @returns the absolute path. @throws InvalidArgumentError */
export function folderWord(word: string): string {
  return path.resolve(notEmpty(word));
}
