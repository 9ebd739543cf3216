// Whether a rule is about the files of a patch. For an allow every file is followed link by link; a deny and an ask look
// at the names that are written and at the files they lead to.
import fs from 'node:fs';
import path from 'node:path';
import picomatch from 'picomatch';
import { isInside } from '../../base/paths-inside.ts';
import type { PatchChange } from '../approval.ts';
import { newLook, realPathInside } from '../reads/named-paths.ts';
import type { RuleSubject } from './rule.ts';

export type PatchSubject = Extract<RuleSubject, { kind: 'patch' }>;

/** What a patch does with one file. */
export interface PatchedFile {
  /** Absolute, by its name. */
  readonly file: string;
  /** Where that leads; undefined when it leaves the folder of the thread on the way, or cannot be followed. */
  readonly realFile: string | undefined;
  /** A change of it changes another file too. */
  readonly hasOtherNames: boolean;
}

/** One pattern, compiled once. */
export interface CompiledGlobs {
  /** @param file a path below the folder */
  allows(file: string): boolean;
  couldMean(file: string): boolean;
}

const PLAIN = { nonegate: true, noextglob: true, nobracket: true, strictSlashes: true } as const;

/** For an allow `*` does not stand for hidden files: they have to be named. */
export function compileGlobs({ globs }: PatchSubject): CompiledGlobs {
  const patterns = [...globs];
  return {
    allows: picomatch(patterns, { ...PLAIN, dot: false }),
    couldMean: picomatch(patterns, { ...PLAIN, dot: true, nocase: true }),
  };
}

/** @param folder of the thread; a real path */
export function patchedFiles(changes: readonly PatchChange[], folder: string): PatchedFile[] {
  const names = changes.flatMap(({ path: file, kind }) =>
    kind.type === 'update' && kind.move_path ? [file, kind.move_path] : [file],
  );
  return names.map((name) => {
    const realFile = realPathInside(name, { folder, cwd: folder, look: newLook() });
    return { file: path.resolve(folder, name), realFile, hasOtherNames: hasOtherNames(realFile) };
  });
}

/** @param base the folder that the globs are below */
export function allowsFile(
  globs: CompiledGlobs,
  { file, realFile, hasOtherNames: others }: PatchedFile,
  base: string,
) {
  if (realFile === undefined || others || !isInside(realFile, base)) return false;
  // A link inside the folder leads to another file than the one that was shown.
  return (
    globs.allows(path.relative(base, realFile)) &&
    (realFile === file || globs.allows(path.relative(base, file)))
  );
}

export function couldMeanFile(globs: CompiledGlobs, { file, realFile }: PatchedFile, base: string): boolean {
  return [file, realFile].some(
    (name) => name !== undefined && isInside(name, base) && globs.couldMean(path.relative(base, name)),
  );
}

function hasOtherNames(file: string | undefined): boolean {
  if (file === undefined) return false;
  const stat = fs.lstatSync(file, { throwIfNoEntry: false });
  // What is no plain file could be anything.
  return stat !== undefined && (!stat.isFile() || stat.nlink > 1);
}
