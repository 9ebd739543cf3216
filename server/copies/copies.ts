// Copies of working trees in which threads work alone, until a person merges what they did or throws it away.
import { hash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { isInside } from '../base/paths-inside.ts';
import { contentId, openBlobs } from '../checkpoints/blobs.ts';
import { openJournal } from '../checkpoints/journal.ts';
import { stateAt } from '../checkpoints/state-at.ts';
import { stepDiff } from '../checkpoints/step-diff.ts';
import { isSame, type StoredState } from '../checkpoints/tree.ts';
import {
  copyChanged,
  copyConflict,
  copyFailed,
  copyNotFound,
  copyWithoutOriginal,
} from '../errors/copies.ts';
import { PatchbayError } from '../errors/error.ts';
import { whileLocked } from '../files/file-lock.ts';
import { makeFolder } from '../files/folders.ts';
import { type Copy, openCopiesFile } from './copies-file.ts';
import { isFolder, requireCopy, requireOwnFolder } from './copy-folder.ts';
import { requirePlainRepository, runGit } from './git.ts';
import { makeCopy, removeCopy } from './make-copy.ts';
import { type MergePlan, planMerge } from './merge-plan.ts';

export interface CopyPlaces {
  /** The list, in PATCHBAY_HOME. */
  readonly file: string;
  /** Where copies are: outside PATCHBAY_HOME, which is closed to the agents. */
  readonly copies: string;
  /** What merging needs, in PATCHBAY_HOME. */
  readonly store: string;
  /** Names of folders that are not merged: what builds make again. */
  readonly skippedFolders: readonly string[];
}

/** What a merge would do, to be shown. */
export interface ShownMerge {
  readonly copy: Copy;
  /** Unified diffs, one a file. */
  readonly diffs: readonly { readonly path: string; readonly diff: string }[];
  readonly conflicts: readonly string[];
  /** Changed in the copy and not merged. */
  readonly leftOut: readonly string[];
  /** Of all of it: `merge` does what was shown. */
  readonly digest: string;
}

export interface Copies {
  /** The oldest first. @throws file-broken */
  list(): Copy[];
  /** The copy that a folder is in. @throws file-broken */
  holding(folder: string): Copy | undefined;
  /** @throws copy-not-possible, copy-failed; nothing is left then */
  make(root: string): Promise<Copy>;
  /** Whose it is. */
  belongsTo(id: string, threadId: string): void;
  /** @param beginning of its id. @throws copy-not-found */
  find(beginning: string): Copy;
  /** @param beginning of its id. @throws copy-not-found, copy-gone, copy-without-original, copy-failed */
  plan(beginning: string): Promise<ShownMerge>;
  /**
   * Does what was shown, as a whole, in the working tree; nothing is committed, and the copy stays.
   * @throws what plan throws, copy-changed, copy-conflict, restore-failed; then nothing was changed
   */
  merge(id: string, digest: string): Promise<void>;
  /** Works for a copy that is gone, and for one whose original is gone. @throws copy-not-found, copy-elsewhere, copy-failed */
  discard(id: string): void;
}

/** The longest that one merge takes. */
const LONGEST_MERGE_MS = 60_000;
/** Of a conflict, git tells how many there are; above this it failed. */
const MAX_CONFLICTS = 127;

export function openCopies(places: CopyPlaces): Copies {
  const { copies, store } = places;
  const list = openCopiesFile(places.file);
  const bases = path.join(store, 'bases');
  const blobs = openBlobs(path.join(store, 'packs'));
  const journal = openJournal({
    folder: path.join(store, 'journals'),
    blobs,
    onDone({ line }) {
      if (line.kind === 'merged') list.change(line.copy, { mergedAt: line.at, taken: line.taken });
    },
  });
  const baseOf = ({ id }: Copy) => path.join(bases, id);

  /** What a kill has interrupted is finished first. */
  function locked<T>(work: () => Promise<T>): Promise<T> {
    makeFolder(store);
    return whileLocked(path.join(store, 'store'), LONGEST_MERGE_MS, () => {
      journal.finish();
      return work();
    });
  }

  function find(beginning: string): Copy {
    const found = list.list().filter(({ id }) => id.startsWith(beginning));
    const exact = found.find(({ id }) => id === beginning);
    const copy = exact ?? (found.length === 1 ? found[0] : undefined);
    if (!copy) throw copyNotFound(beginning);
    return copy;
  }

  async function ignoredIn(root: string, paths: readonly string[]): Promise<ReadonlySet<string>> {
    if (paths.length === 0) return new Set();
    requirePlainRepository(root);
    const asked = paths.map((one) => `${one}\0`).join('');
    const { code, stdout, stderr } = await runGit(root, ['check-ignore', '-z', '--stdin'], asked);
    // 1: none of them.
    if (code !== 0 && code !== 1) throw new Error(stderr);
    return new Set(stdout.split('\0').filter((one) => one !== ''));
  }

  async function mergeTexts(ours: Buffer, base: Buffer, theirs: Buffer): Promise<Buffer | undefined> {
    if ([ours, base, theirs].some((one) => one.includes(0))) return undefined;
    // Where no agent can write.
    const folder = fs.mkdtempSync(path.join(store, 'merging-'));
    try {
      const names = ['ours', 'base', 'theirs'] as const;
      for (const [at, content] of [ours, base, theirs].entries())
        fs.writeFileSync(path.join(folder, names[at] ?? ''), content, { mode: 0o600 });
      const { code, stderr } = await runGit(folder, ['merge-file', '--quiet', ...names]);
      if (code === 0) return fs.readFileSync(path.join(folder, 'ours'));
      if (code === null || code > MAX_CONFLICTS) throw new Error(stderr);
      return undefined;
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
  }

  /** @throws copy-gone, copy-without-original, copy-failed */
  async function planOf(copy: Copy): Promise<MergePlan> {
    requireCopy(copy, copies);
    if (!isFolder(copy.of)) throw copyWithoutOriginal(copy.id, copy.of);
    try {
      const plan = await planMerge(copy, {
        base: baseOf(copy),
        skippedFolders: places.skippedFolders,
        idOf: contentId,
        mergeTexts,
        ignored: (paths) => ignoredIn(copy.of, paths),
      });
      // Somebody may have removed it meanwhile.
      requireCopy(copy, copies);
      return plan;
    } catch (error) {
      if (error instanceof PatchbayError) throw error;
      throw copyFailed(copy.folder, error);
    }
  }

  /** @throws copy-failed */
  function shownOf(copy: Copy, plan: MergePlan): ShownMerge {
    try {
      return withDiffs(copy, plan);
    } catch (error) {
      throw copyFailed(copy.of, error);
    }
  }

  function withDiffs(copy: Copy, { steps, contents, conflicts, leftOut }: MergePlan): ShownMerge {
    const files = steps.filter(({ to }) => to?.kind !== 'folder');
    const contentAt = (file: string) => (id: string) =>
      contents.get(id) ?? fs.readFileSync(path.join(copy.of, file));
    const diffs = files.map((step) => ({ path: step.path, diff: stepDiff(step, contentAt(step.path)) }));
    const digest = hash('sha256', JSON.stringify({ steps, conflicts, leftOut }), 'hex');
    return { copy, diffs, conflicts, leftOut, digest };
  }

  return {
    list: list.list,
    holding: (folder) => list.list().find((copy) => isInside(folder, copy.folder)),
    async make(root) {
      const copy = await makeCopy({ root, copies, bases });
      list.add(copy);
      return copy;
    },
    find,
    belongsTo: (id, threadId) => list.change(id, { threadId }),
    plan: (beginning) =>
      locked(async () => {
        const copy = find(beginning);
        return shownOf(copy, await planOf(copy));
      }),
    merge: (id, digest) =>
      locked(async () => {
        const copy = find(id);
        const plan = await planOf(copy);
        if (shownOf(copy, plan).digest !== digest) throw copyChanged(id);
        if (plan.conflicts.length > 0) throw copyConflict(copy.of, plan.conflicts);
        for (const content of plan.contents.values()) blobs.add(content);
        for (const { path: file, from } of plan.steps)
          if (from?.kind === 'file') blobs.add(fs.readFileSync(path.join(copy.of, file)));
        blobs.flush();
        const ofCopy = plan.steps.flatMap(({ path: file, to }) =>
          to && isTakenOver(copy, file, to) ? [[file, to] as const] : [],
        );
        const taken = { ...copy.taken, ...Object.fromEntries(ofCopy) };
        const line = { kind: 'merged' as const, copy: copy.id, at: new Date().toISOString(), taken };
        const threadId = copy.threadId ?? copy.id;
        journal.perform(randomUUID(), { threadId, folder: copy.of, steps: plan.steps, line });
        blobs.keepOnly(() => false);
      }),
    discard(id) {
      const copy = find(id);
      requireOwnFolder(copy, copies);
      try {
        removeCopy(copy, baseOf(copy));
      } catch (error) {
        throw copyFailed(copy.folder, error);
      }
      list.remove(copy.id);
    },
  };
}

/** As it is in the copy, without anything of the working tree's own. */
function isTakenOver({ folder }: Copy, file: string, to: StoredState): boolean {
  return to.kind === 'file' && isSame(stateAt(folder, file), to);
}
