// Does the steps of a plan in a folder. New contents are written to a staging folder first, so that a full disk is
// noticed before anything has changed; then each path is replaced by a rename. A step that cannot be done, or meets what
// nobody planned for, takes back those before it.
import fs from 'node:fs';
import path from 'node:path';
import { restoreFailed, restoreHalfDone } from '../errors/checkpoints.ts';
import type { Blobs } from './blobs.ts';
import { STAGING } from './look.ts';
import { isBelowRealFolders, stateAt, stateOf } from './state-at.ts';
import { isSame, type State } from './tree.ts';
import type { Step } from './undo-plan.ts';

/**
 * @param folder a real path
 * @param id names the staging folder; the same for another try at the same steps
 * @param isRetry an earlier try was killed: some steps may be done, or half done
 * @throws restore-failed, checkpoint-broken; the folder is then as it was. restore-half-done: it is not
 */
export function restore(
  folder: string,
  steps: readonly Step[],
  { blobs, id, isRetry = false }: { blobs: Pick<Blobs, 'read'>; id: string; isRetry?: boolean },
): void {
  const staging = path.join(folder, `${STAGING}${id}`);
  const takeBack: (() => void)[] = [];
  try {
    if (fs.realpathSync(folder) !== folder) throw new Error('a link has come in its place');
    fs.rmSync(staging, { recursive: true, force: true });
    fs.mkdirSync(staging, { mode: 0o700 });
    const open = steps.flatMap((step, at) => {
      const now = stateAt(folder, step.path);
      if (isSame(now, step.to)) return [];
      const isExpected = isSame(now, step.from) || (isRetry && isHalfDone(now, step));
      if (!isExpected || now?.kind === 'other') throw changedMeanwhile(step.path);
      const staged = stage(path.join(staging, `new-${at}`), step, blobs);
      return [{ path: step.path, from: now, to: step.to, staged, old: path.join(staging, `old-${at}`) }];
    });
    for (const one of open) takeBack.push(replace(folder, one));
    for (const one of open.toReversed()) takeBack.push(setFolderMode(folder, one));
  } catch (error) {
    try {
      for (const back of takeBack.reverse()) back();
    } catch (cause) {
      throw restoreHalfDone(folder, cause);
    }
    throw restoreFailed(folder, error);
  } finally {
    fs.rmSync(staging, { recursive: true, force: true });
  }
}

/** A kill came between two acts of one step: what was there is gone, or the new folder has no permissions yet. */
function isHalfDone(now: State | undefined, { to }: Step): boolean {
  return now === undefined || (now.kind === 'folder' && to?.kind === 'folder');
}

/** @returns the file to rename; undefined where the step makes none */
function stage(file: string, { to }: Step, blobs: Pick<Blobs, 'read'>): string | undefined {
  if (to?.kind === 'link') fs.symlinkSync(to.target, file);
  else if (to?.kind === 'file') {
    fs.writeFileSync(file, blobs.read(to.content), { flag: 'wx', mode: 0o600 });
    fs.chmodSync(file, to.mode);
  } else return undefined;
  return file;
}

interface Replacement extends Step {
  readonly staged: string | undefined;
  /** Where what is replaced waits until all steps are done. */
  readonly old: string;
}

/** @returns what takes it back */
function replace(folder: string, { path: relative, from, to, staged, old }: Replacement): () => void {
  const file = path.join(folder, relative);
  if (!isBelowRealFolders(folder, relative)) throw new Error(`${path.dirname(relative)} is not a folder now`);
  if (from?.kind === 'folder' && to?.kind === 'folder') return () => undefined;
  const putBack = setAside(file, { path: relative, from, old });
  if (putBack === undefined) {
    // What somebody else has put into a folder stays, and with it the folder.
    if (to === undefined) return () => undefined;
    throw new Error(`${relative} is a folder with other files in it`);
  }
  try {
    if (to?.kind === 'folder') fs.mkdirSync(file, { mode: 0o700 });
    else if (staged !== undefined) putInPlace(staged, file);
    else if (fs.lstatSync(file, { throwIfNoEntry: false })) throw changedMeanwhile(relative);
  } catch (error) {
    putBack();
    throw error;
  }
  return () => {
    if (to?.kind === 'folder') fs.rmdirSync(file);
    // What somebody has saved there since stays.
    else if (to !== undefined && !removeSame(file, to, `${old}-new`)) return;
    putBack();
  };
}

/** Never over what somebody else has put there. @throws the file system's errors */
function putInPlace(staged: string, file: string): void {
  try {
    fs.linkSync(staged, file);
    return;
  } catch (error) {
    // Not every disk has hard links.
    const hasNone = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV'];
    if (!hasNone.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
  if (fs.lstatSync(file, { throwIfNoEntry: false })) throw new Error(`${path.basename(file)} is there now`);
  fs.renameSync(staged, file);
}

/** @returns whether it was what was to be removed; otherwise it is there as before */
function removeSame(file: string, expected: State, aside: string): boolean {
  fs.renameSync(file, aside);
  const found = stateOf(aside);
  // Not every disk keeps permissions.
  if (
    isSame(found?.kind === 'file' && 'mode' in expected ? { ...found, mode: expected.mode } : found, expected)
  )
    return true;
  fs.renameSync(aside, file);
  return false;
}

function changedMeanwhile(relative: string): Error {
  return new Error(`${relative} has changed meanwhile`);
}

/** @returns what puts it back; undefined for a folder that is not empty */
function setAside(
  file: string,
  { path: relative, from, old }: Pick<Replacement, 'path' | 'from' | 'old'>,
): (() => void) | undefined {
  if (from === undefined) return () => undefined;
  if (from.kind !== 'folder') {
    // Between the look at all files and this moment somebody may have saved it.
    if (!removeSame(file, from, old)) throw changedMeanwhile(relative);
    return () => fs.renameSync(old, file);
  }
  try {
    fs.rmdirSync(file);
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
  return () => {
    fs.mkdirSync(file);
    fs.chmodSync(file, from.mode);
  };
}

/** Last, because a folder may be one that nobody can write in. */
function setFolderMode(folder: string, { path: relative, from, to }: Step): () => void {
  if (to?.kind !== 'folder') return () => undefined;
  const file = path.join(folder, relative);
  fs.chmodSync(file, to.mode);
  return () => {
    if (from?.kind === 'folder') fs.chmodSync(file, from.mode);
  };
}
