// Does the steps of a plan in a folder. New contents are written to a staging folder first, so that a full disk is
// noticed before anything has changed; then each path is replaced by a rename. A step that cannot be done, or meets what
// nobody planned for, takes back those before it.
import fs from 'node:fs';
import path from 'node:path';
import { restoreFailed, restoreHalfDone } from '../errors/checkpoints.ts';
import { PatchbayError } from '../errors/error.ts';
import type { Blobs } from './blobs.ts';
import { inFolder } from './held-folder.ts';
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
    removeStaging(staging);
    inFolder(folder, (held) => fs.mkdirSync(path.join(held, path.basename(staging)), { mode: 0o700 }));
    inFolder(staging, (held) => {
      const open = steps.flatMap((step, at) => {
        const now = stateAt(folder, step.path);
        if (isSame(now, step.to)) return [];
        const isExpected = isSame(now, step.from) || (isRetry && isHalfDone(now, step));
        if (!isExpected || now?.kind === 'other') throw changedMeanwhile(step.path);
        const staged = stage(path.join(held, `new-${at}`), step, blobs);
        return [{ path: step.path, from: now, to: step.to, staged, old: path.join(held, `old-${at}`) }];
      });
      try {
        for (const one of open) takeBack.push(replace(folder, one));
        for (const one of open.toReversed()) takeBack.push(setFolderMode(folder, one));
      } catch (error) {
        takeAllBack(takeBack, folder);
        throw error;
      }
    });
  } catch (error) {
    throw error instanceof PatchbayError && error.code === 'restore-half-done'
      ? error
      : restoreFailed(folder, error);
  } finally {
    tryToRemove(staging);
  }
}

function takeAllBack(takeBack: readonly (() => void)[], folder: string): void {
  try {
    for (const back of takeBack.toReversed()) back();
  } catch (cause) {
    throw restoreHalfDone(folder, cause);
  }
}

/** Files alone are in it: a folder that somebody else has made there is not looked into, and the restore fails. */
function removeStaging(staging: string): void {
  const stat = fs.lstatSync(staging, { throwIfNoEntry: false });
  if (!stat) return;
  if (stat.isDirectory()) {
    inFolder(staging, (held) => {
      for (const name of fs.readdirSync(held)) fs.unlinkSync(path.join(held, name));
    });
  }
  inParent(staging, (file) => (stat.isDirectory() ? fs.rmdirSync(file) : fs.unlinkSync(file)));
}

/** What stays is not looked at by checkpoints, and goes with the next try. */
function tryToRemove(staging: string): void {
  try {
    removeStaging(staging);
  } catch {
    // The steps are done, or taken back, and that is what is told.
  }
}

/** @param act gets another path of the file, which no link can change */
function inParent<Result>(file: string, act: (held: string) => Result): Result {
  return inFolder(path.dirname(file), (held) => act(path.join(held, path.basename(file))));
}

/** A kill came between two acts of one step: what was there is gone, or the new folder has no permissions yet. */
function isHalfDone(now: State | undefined, { to }: Step): boolean {
  return now === undefined || (now.kind === 'folder' && to?.kind === 'folder');
}

/** @returns the file to rename; undefined where the step makes none */
function stage(file: string, { to }: Step, blobs: Pick<Blobs, 'read'>): string | undefined {
  if (to?.kind === 'link') fs.symlinkSync(to.target, file);
  else if (to?.kind === 'file') {
    const descriptor = fs.openSync(file, 'wx', 0o600);
    try {
      fs.writeFileSync(descriptor, blobs.read(to.content));
      fs.fchmodSync(descriptor, to.mode);
    } finally {
      fs.closeSync(descriptor);
    }
  } else return undefined;
  return file;
}

interface Replacement extends Step {
  readonly staged: string | undefined;
  /** Where what is replaced waits until all steps are done. */
  readonly old: string;
}

/** @returns what takes it back */
function replace(folder: string, step: Replacement): () => void {
  const { path: relative, from, to, staged, old } = step;
  const file = path.join(folder, relative);
  if (!isBelowRealFolders(folder, relative)) throw new Error(`${path.dirname(relative)} is not a folder now`);
  if (from?.kind === 'folder' && to?.kind === 'folder') return () => undefined;
  const putBack = setAside(file, step);
  if (putBack === undefined) {
    // What somebody else has put into a folder stays, and with it the folder.
    if (to === undefined) return () => undefined;
    throw new Error(`${relative} is a folder with other files in it`);
  }
  try {
    inParent(file, (held) => {
      if (to?.kind === 'folder') fs.mkdirSync(held, { mode: 0o700 });
      else if (staged !== undefined) putInPlace(staged, held);
      else if (fs.lstatSync(held, { throwIfNoEntry: false })) throw changedMeanwhile(relative);
    });
  } catch (error) {
    putBack();
    throw error;
  }
  return () => {
    const isGone = inParent(file, (held) => {
      if (to?.kind !== 'folder')
        return !to || removeIf((found) => isSameButMode(found, to), held, `${old}-new`);
      fs.rmdirSync(held);
      return true;
    });
    // What somebody has saved there since stays.
    if (isGone) putBack();
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
function removeIf(isExpected: (found: State | undefined) => boolean, file: string, aside: string): boolean {
  fs.renameSync(file, aside);
  if (isExpected(stateOf(aside))) return true;
  fs.renameSync(aside, file);
  return false;
}

/** Not every disk keeps permissions. */
function isSameButMode(found: State | undefined, to: State): boolean {
  return isSame(found?.kind === 'file' && to.kind === 'file' ? { ...found, mode: to.mode } : found, to);
}

/** @returns what puts it back; undefined for a folder that is not empty */
function setAside(file: string, { path: relative, from, old }: Replacement): (() => void) | undefined {
  if (from === undefined) return () => undefined;
  if (from.kind !== 'folder') {
    // Between the look at all files and this moment somebody may have saved it.
    if (!inParent(file, (held) => removeIf((found) => isSame(found, from), held, old)))
      throw changedMeanwhile(relative);
    return () => inParent(file, (held) => fs.renameSync(old, held));
  }
  try {
    inParent(file, (held) => fs.rmdirSync(held));
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
  return () => {
    inParent(file, (held) => fs.mkdirSync(held));
    inFolder(file, (held) => fs.chmodSync(held, from.mode));
  };
}

function changedMeanwhile(relative: string): Error {
  return new Error(`${relative} has changed meanwhile`);
}

/** Last, because a folder may be one that nobody can write in. */
function setFolderMode(folder: string, { path: relative, from, to }: Step): () => void {
  if (to?.kind !== 'folder') return () => undefined;
  const file = path.join(folder, relative);
  inFolder(file, (held) => fs.chmodSync(held, to.mode));
  return () => {
    if (from?.kind === 'folder') inFolder(file, (held) => fs.chmodSync(held, from.mode));
  };
}
