// What merging a copy would do: for each file that changed in the copy, what is to become of it in the working tree, with
// the state at the copy's beginning as the common ancestor. Nothing is written here.
import fs from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { readPlainFile, stateAt } from '../checkpoints/state-at.ts';
import { isSame, type State, type StoredState } from '../checkpoints/tree.ts';
import type { Step } from '../checkpoints/undo-plan.ts';
import type { Copy } from './copies-file.ts';

/** Merges texts by lines. @returns undefined where both have changed the same place, or one is no text */
export type MergeTexts = (ours: Buffer, base: Buffer, theirs: Buffer) => Promise<Buffer | undefined>;

export interface MergePlan {
  readonly steps: readonly Step[];
  /** What the steps need, by id. */
  readonly contents: ReadonlyMap<string, Buffer>;
  readonly conflicts: readonly string[];
  /**
   * Changed in the copy and not merged: ignored by git, too large, neither file nor link, or below such a thing; or with a
   * name that is not UTF-8.
   */
  readonly leftOut: readonly string[];
}

const MAX_FILE_BYTES = 10_000_000;
const MAX_FILES = 100_000;
/** Paths after which others get a turn. */
const BREATH = 50;

/**
 * @param about.base the folder with the files as they were when the copy was made
 * @param about.ignored which of these new paths git ignores
 * @throws when one of the folders cannot be read whole: what was not seen is not taken for removed
 */
export async function planMerge(
  { folder, of, taken }: Copy,
  about: {
    base: string;
    skippedFolders: readonly string[];
    idOf(content: Buffer): string;
    mergeTexts: MergeTexts;
    ignored(paths: readonly string[]): Promise<ReadonlySet<string>>;
  },
): Promise<MergePlan> {
  const { base } = about;
  const skipped = new Set(about.skippedFolders);
  const [atFirst, inCopy] = [walk(base, skipped), walk(folder, skipped)];
  const paths = [...new Set([...atFirst.found, ...inCopy.found])].sort();
  const changed: { path: string; before: State | undefined; after: State | undefined }[] = [];
  for (const [at, relative] of paths.entries()) {
    if (at % BREATH === 0) await setImmediate();
    const [before, after] = [stateAt(base, relative), stateAt(folder, relative)];
    if (!isSame(before, after)) changed.push({ path: relative, before, after });
  }
  const made = changed
    .filter(({ path: file, before }) => before === undefined && !isBlocked(of, file))
    .map((one) => one.path);
  const ignored = await about.ignored(made);

  const steps: Step[] = [];
  const contents = new Map<string, Buffer>();
  const conflicts: string[] = [];
  const leftOut: string[] = [...inCopy.unnamed];
  for (const { path: relative, before, after } of changed) {
    const isBelowLeftOut = foldersAbove(relative).some((above) => leftOut.includes(above));
    if (isBelowLeftOut || ignored.has(relative) || !isMergeable(before) || !isMergeable(after)) {
      leftOut.push(relative);
      continue;
    }
    const now = stateAt(of, relative);
    if (isSame(now, after)) continue;
    if (isBlocked(of, relative)) {
      conflicts.push(relative);
      continue;
    }
    const isUntouched = isSame(now, before) || (now !== undefined && isSame(now, taken[relative]));
    const merged = isUntouched
      ? { to: after, content: contentOf(folder, relative, after) }
      : await mergeFile(relative, { before, after, now });
    if (!merged || !isMergeable(now)) {
      conflicts.push(relative);
      continue;
    }
    if (isSame(now, merged.to)) continue;
    if (merged.content && merged.to?.kind === 'file') contents.set(merged.to.content, merged.content);
    steps.push({ path: relative, from: now, to: merged.to });
  }
  return { steps: withFolders(of, steps), contents, conflicts, leftOut };

  async function mergeFile(
    relative: string,
    { before, after, now }: { before: State | undefined; after: State | undefined; now: State | undefined },
  ): Promise<{ to: StoredState; content: Buffer } | undefined> {
    if (before?.kind !== 'file' || after?.kind !== 'file' || now?.kind !== 'file') return undefined;
    const [ours, ancestor, theirs] = [of, base, folder].map((at) => readPlainFile(path.join(at, relative)));
    const content = ours && ancestor && theirs && (await about.mergeTexts(ours, ancestor, theirs));
    if (!content) return undefined;
    const mode = after.mode === before.mode ? now.mode : after.mode;
    return {
      to: { kind: 'file', mode, content: about.idOf(content), sizeBytes: content.length },
      content,
    };
  }
}

function contentOf(folder: string, relative: string, state: State | undefined): Buffer | undefined {
  return state?.kind === 'file' ? readPlainFile(path.join(folder, relative)) : undefined;
}

function isMergeable(
  state: State | undefined,
): state is Exclude<StoredState, { kind: 'folder' }> | undefined {
  if (state?.kind === 'file') return state.sizeBytes <= MAX_FILE_BYTES;
  return state === undefined || state.kind === 'link';
}

interface Walked {
  /** Files and links, with `/`. */
  readonly found: readonly string[];
  /** Files and folders whose names are not UTF-8, as far as they can be written. */
  readonly unnamed: readonly string[];
}

/** Nothing of git, and no folders that builds make again. @throws when a folder cannot be read */
function walk(folder: string, skipped: ReadonlySet<string>): Walked {
  const found: string[] = [];
  const unnamed: string[] = [];
  const open = [''];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const entry of readFolder(path.join(folder, at))) {
      const relative = at === '' ? entry.name : `${at}/${entry.name}`;
      if (entry.name === '.git') continue;
      if (isUnnamed(path.join(folder, relative))) unnamed.push(relative);
      else if (!entry.isDirectory()) found.push(relative);
      else if (!skipped.has(entry.name)) open.push(relative);
    }
    if (found.length > MAX_FILES) throw new Error(`there are more than ${MAX_FILES} files`);
  }
  return { found, unnamed };
}

/** Node writes bytes that are not UTF-8 as this character, and finds nothing under such a name. */
function isUnnamed(file: string): boolean {
  return path.basename(file).includes('\uFFFD') && !fs.lstatSync(file, { throwIfNoEntry: false });
}

function readFolder(folder: string): fs.Dirent[] {
  try {
    return fs.readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    throw new Error(`the folder ${folder} cannot be read`, { cause: error });
  }
}

/** Whether something that is no folder is where a folder above the path would be. */
function isBlocked(root: string, relative: string): boolean {
  return foldersAbove(relative).some((above) => (stateAt(root, above)?.kind ?? 'folder') !== 'folder');
}

/** Folders that new files need come before them. */
function withFolders(root: string, steps: readonly Step[]): Step[] {
  const needed = steps
    .filter(({ to }) => to !== undefined)
    .flatMap(({ path: file }) => foldersAbove(file))
    .filter((folder) => stateAt(root, folder) === undefined);
  const made = [...new Set(needed)].sort();
  const folders = made.map(
    (folder): Step => ({ path: folder, from: undefined, to: { kind: 'folder', mode: 0o755 } }),
  );
  return [...folders, ...steps];
}

function foldersAbove(file: string): string[] {
  const parts = file.split('/').slice(0, -1);
  return parts.map((_, at) => parts.slice(0, at + 1).join('/'));
}
