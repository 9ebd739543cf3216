// Which file a program's name leads to, as a shell looks it up. An allow counts for one file: another program of the
// same name, planted in the folder or earlier on the PATH, is not meant.
import path from 'node:path';
import { isInside } from '../../base/paths-inside.ts';
import { executableAt } from '../reads/program-lookup.ts';

/** Where it runs, and for which folder; real paths. */
interface ProgramPlace {
  readonly folder: string;
  readonly cwd: string;
}

export interface FoundProgram {
  /** Without a path. */
  readonly name: string;
  readonly realPath: string;
}

/** findProgram for one PATH. */
export type FindProgram = (word: string, place: ProgramPlace) => FoundProgram | undefined;

/**
 * @param word a name, or a path to the program
 * @param searchPath the value of PATH
 * @returns undefined where it is not found, or comes from inside the folder, which Codex may write to
 */
export function findProgram(
  word: string,
  { folder, cwd }: ProgramPlace,
  searchPath: string,
): FoundProgram | undefined {
  const name = path.basename(word);
  // A relative path is inside the folder, or close to it; links could be passed on a way with `..`.
  const files =
    word.startsWith('/') && path.normalize(word) === word
      ? [word]
      : word.includes('/')
        ? []
        : searchPath.split(path.delimiter).map((entry) => path.resolve(cwd, entry, word));
  for (const file of files) {
    const realPath = executableAt(file);
    if (realPath === undefined) continue;
    return isInside(realPath, folder) || isInside(file, folder) ? undefined : { name, realPath };
  }
  return undefined;
}

/** @param searchPath the value of PATH */
export function findIn(searchPath: string): FindProgram {
  return (word, place) => findProgram(word, place, searchPath);
}
