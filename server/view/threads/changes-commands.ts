// The handlers for commands of the window about what turns changed. A person sees what an undo would do, and confirms
// that: the window sends back only the id of what it was shown.
import { randomUUID } from 'node:crypto';
import { checkpointsFile } from '../../base/program.ts';
import { defaultCheckpointRetention } from '../../checkpoints/checkpoints.ts';
import { defaultCoverage } from '../../checkpoints/look.ts';
import { modeChange } from '../../checkpoints/mode-change.ts';
import type { State } from '../../checkpoints/tree.ts';
import type { Step } from '../../checkpoints/undo-plan.ts';
import type { UndoPlan, Wanted } from '../../checkpoints/undo-plans.ts';
import { type CheckpointWorker, startCheckpointWorker } from '../../checkpoints/worker.ts';
import type { Paths } from '../../config/paths.ts';
import { readSettings } from '../../config/settings-file.ts';
import type { changesCommands } from '../../contract/commands/changes.ts';
import type { CommandHandlers } from '../../contract/commands.ts';
import type { Pictures } from '../../contract/pictures.ts';
import type { PathState, ShownDiff, UndoPreview } from '../../contract/thread-changes.ts';
import { refuseWhileTurnRuns } from '../../control/turn-there.ts';
import { turnRunsThere, undoChanged } from '../../errors/checkpoints.ts';
import { checkpointOptions } from '../../host/checkpoint-options.ts';
import type { Host } from '../../host/host.ts';
import { threadIn } from '../../host/thread-in.ts';

/** What was shown to the person, for the confirmation. */
interface Shown {
  readonly threadId: string;
  /** Undefined for a redo. */
  readonly wanted: Wanted | undefined;
  readonly plan: UndoPlan;
}

const MAX_LISTED = 1000;
/** Previews a window can still confirm. */
const MAX_SHOWN = 10;
const DAY_MS = 86_400_000;

/**
 * @param options.host while the server runs; without it the store is read all the same
 * @param options.redact applied to the texts of files
 */
export function createChangesCommands(options: {
  paths: Paths;
  host(): Host | undefined;
  redact(text: string): string;
}): CommandHandlers<keyof typeof changesCommands> {
  const { paths, host } = options;
  const previews = new Map<string, Shown>();
  let own: CheckpointWorker | undefined;

  function worker(): CheckpointWorker {
    const ofHost = host()?.checkpoints.worker();
    if (ofHost) {
      // A host cleans up the store, and what this one knows of it is old then.
      void own?.close();
      own = undefined;
      return ofHost;
    }
    own ??= startCheckpointWorker(checkpointsFile, checkpointOptions(paths));
    return own;
  }

  const busyThreadIn = (folder: string) => {
    const there = threadIn(host()?.runningThreads() ?? [], folder);
    return there && { busyThread: there.id };
  };

  function keep(kind: UndoPreview['kind'], shown: Shown): UndoPreview {
    const { folder, turns, steps, conflicts, leftOut } = shown.plan;
    const id = randomUUID();
    previews.set(id, shown);
    for (const oldest of [...previews.keys()].slice(0, -MAX_SHOWN)) previews.delete(oldest);
    return {
      id,
      kind,
      folder,
      turns,
      steps: steps.map(stepOf).sort(byPath).slice(0, MAX_LISTED),
      stepCount: steps.length,
      conflicts: conflicts.slice(0, MAX_LISTED).map(({ path, left, now }) => ({
        path,
        left: pathStateOf(left),
        now: pathStateOf(now),
      })),
      conflictCount: conflicts.length,
      leftOut,
      ...busyThreadIn(folder),
    };
  }

  function cleanSide(side: keyof Pictures, { [side]: picture }: Pictures): Pictures {
    if (!picture) return {};
    return { [side]: picture.kind === 'svg' ? { ...picture, text: options.redact(picture.text) } : picture };
  }

  async function clean(diff: Promise<ShownDiff>): Promise<ShownDiff> {
    const shown = await diff;
    if (shown.kind !== 'text') return shown;
    const { hunks, pictures } = shown;
    return {
      kind: 'text',
      hunks: options.redact(hunks),
      ...(pictures && { pictures: { ...cleanSide('before', pictures), ...cleanSide('after', pictures) } }),
    };
  }

  return {
    async 'thread-changes'({ threadId }) {
      const isRunning =
        host()
          ?.runningThreads()
          .some(({ id }) => id === threadId) === true;
      const { folder, changedAtMs, ...listed } = await worker().turns(threadId, isRunning);
      const {
        keepDays,
        maxMegabytes,
        skippedFolders = [],
      } = readSettings(paths.settingsFile).checkpoints ?? {};
      const retention = {
        keepDays: keepDays ?? defaultCheckpointRetention.keepDays,
        maxMegabytes: maxMegabytes ?? defaultCheckpointRetention.maxMegabytes,
      };
      return {
        ...listed,
        ...(folder !== undefined && { keptUntil: changedAtMs + retention.keepDays * DAY_MS }),
        ...(folder !== undefined && busyThreadIn(folder)),
        coverage: {
          skippedFolders: [...defaultCoverage.skippedFolders, ...skippedFolders],
          maxFileBytes: defaultCoverage.maxFileBytes,
          maxMegabytes: retention.maxMegabytes,
        },
      };
    },

    'changed-files': ({ threadId, turn }) => worker().files(threadId, turn),
    'changed-text': ({ threadId, turn, path }) => clean(worker().turnDiff(threadId, turn, path)),

    'files-now': ({ threadId }) => worker().filesNow(threadId),
    'file-now-text': ({ threadId, path }) => clean(worker().nowDiff(threadId, path)),

    async 'preview-undo'({ threadId, ...wanted }) {
      return keep('undo', { threadId, wanted, plan: await worker().planUndo(threadId, wanted) });
    },
    async 'preview-redo'({ threadId }) {
      return keep('redo', { threadId, wanted: undefined, plan: await worker().planRedo(threadId) });
    },

    async 'preview-text'({ id, path, sides }) {
      const plan = previews.get(id)?.plan;
      const found = sides === 'step' ? stepAt(plan, path) : conflictAt(plan, path, sides);
      if (!plan || !found) return { kind: 'gone' };
      return clean(worker().stateDiff({ folder: plan.folder, path, ...found }));
    },

    async 'confirm-undo'({ id }) {
      const shown = previews.get(id);
      if (!shown) throw undoChanged('the folder of the thread');
      const { threadId, wanted, plan } = shown;
      const { folder, digest, steps } = plan;
      // Where the server does not run here, it may in another process.
      if (!host()) await refuseWhileTurnRuns(paths.patchbayHome, folder);
      // From here on a turn that begins comes after the undo: its first look waits behind it in the worker.
      const there = threadIn(host()?.runningThreads() ?? [], folder);
      if (there) throw turnRunsThere(there.cwd, there.id);
      await (wanted ? worker().undo(threadId, wanted, digest) : worker().redo(threadId, digest));
      previews.delete(id);
      return { fileCount: steps.filter((step) => stepOf(step).what !== 'folder').length };
    },
  };
}

type Sides = { readonly before: State | undefined; readonly after: State | undefined };

function stepAt(plan: UndoPlan | undefined, path: string): Sides | undefined {
  const step = plan?.steps.find((one) => one.path === path);
  return step && { before: step.from, after: step.to };
}

function conflictAt(plan: UndoPlan | undefined, path: string, sides: 'since' | 'undo'): Sides | undefined {
  const conflict = plan?.conflicts.find((one) => one.path === path);
  if (!conflict) return undefined;
  return { before: conflict.left, after: sides === 'since' ? conflict.now : conflict.before };
}

function stepOf({ path, from, to }: Step): UndoPreview['steps'][number] {
  const what = (to ?? from)?.kind ?? 'file';
  if (!to) return { path, does: 'delete', what };
  const mode = modeChange(from, to);
  return { path, does: from ? 'restore' : 'create', what, ...(mode && { mode }) };
}

/** Steps come in the order in which they are done. */
function byPath(left: { readonly path: string }, right: { readonly path: string }): number {
  return left.path < right.path ? -1 : 1;
}

function pathStateOf(state: State | undefined): PathState {
  if (!state) return { kind: 'nothing' };
  switch (state.kind) {
    case 'file':
      return { kind: 'file', sizeBytes: state.sizeBytes };
    case 'link':
      return { kind: 'link', target: state.target };
    default:
      return { kind: state.kind };
  }
}
