// Overlaps in a host: follows what threads read and write, and says before a patch which of its files somebody else has
// changed since. Where the engine asks nobody, it is noted when the patch has been made.
import path from 'node:path';
import type { ApprovalSubject, PatchChange } from '../approvals/approval.ts';
import { realPath } from '../base/real-path.ts';
import { type Overlap, overlapSentence, type ReceiptOverlap } from '../contract/overlap.ts';
import { relativeTo } from '../contract/shown-paths.ts';
import type { EngineNotification } from '../engine/process/rpc.ts';
import type { ThreadItem } from '../engine/protocol/v2/ThreadItem.ts';
import type { PatchOverlaps } from '../engine/questions/engine-questions.ts';
import type { Thread } from '../engine/threads/thread.ts';
import type { Threads } from '../engine/threads/threads.ts';
import { createFileTexts } from '../overlap/file-texts.ts';
import { createThreadFiles, type StoredFile, type WorkingThread } from '../overlap/thread-files.ts';
import type { RecordedOverlap } from '../records/record-line.ts';
import type { HostCheckpoints } from './checkpoints.ts';

export interface HostOverlaps extends PatchOverlaps {
  connect(threads: Threads): void;
  turnBegan(thread: Thread): void;
  /** @param undone of which the person has taken back what the thread had done; relative to its folder */
  undone(thread: Thread, undone: readonly string[]): void;
  /** What the turn of a thread did over changes of others, once, after its end. Never rejects. */
  ofTurn(thread: Thread): Promise<ReceiptOverlap[]>;
}

type CommandItem = Extract<ThreadItem, { type: 'commandExecution' }>;
type PatchItem = Extract<ThreadItem, { type: 'fileChange' }>;

/** A patch that has begun, or waits for an answer. */
interface OpenPatch {
  readonly startedAt: number;
  /** What overlapped when it began. */
  readonly found: Promise<readonly Overlap[]>;
  /** What was shown when it was approved. */
  shown?: readonly Overlap[];
}

export function createHostOverlaps(options: {
  checkpoints: Pick<HostCheckpoints, 'filesBefore'>;
  onOverlap(thread: Thread, made: RecordedOverlap): void;
}): HostOverlaps {
  const files = createThreadFiles({
    texts: createFileTexts(),
    async before(threadId, wanted) {
      const found = await options.checkpoints.filesBefore(threadId, wanted);
      return new Map(
        [...found].map(([file, before]): [string, StoredFile] =>
          before.kind === 'nothing'
            ? [file, { state: before }]
            : [
                file,
                {
                  state: { kind: 'file', id: before.id },
                  ...(before.content && { content: Buffer.from(before.content) }),
                },
              ],
        ),
      );
    },
  });
  const open = new Map<string, OpenPatch>();
  const made = new Map<string, Promise<ReceiptOverlap[]>[]>();
  // Loads the shell parser, which a host without turns does not need.
  const reads = () => import('../approvals/reads/shown-files.ts');

  function patchStarted(thread: Thread, { id, changes }: PatchItem): void {
    open.set(id, { startedAt: Date.now(), found: files.look(workOf(thread), changes) });
  }

  function patchEnded(thread: Thread, { id, changes, status }: PatchItem): void {
    const patch = open.get(id);
    open.delete(id);
    if (status === 'completed') patchMade(thread, id, changes, patch);
  }

  function patchMade(
    thread: Thread,
    id: string,
    changes: readonly PatchChange[],
    patch: OpenPatch | undefined,
  ): void {
    files.patched(workOf(thread), changes, patch?.startedAt ?? Date.now());
    if (!patch) return;
    const ofTurn = made.get(thread.id) ?? [];
    made.set(thread.id, [...ofTurn, report(thread, id, patch)]);
  }

  async function report(thread: Thread, itemId: string, patch: OpenPatch): Promise<ReceiptOverlap[]> {
    const { turn } = thread;
    const wasAsked = patch.shown !== undefined;
    const overlaps = patch.shown ?? (await patch.found);
    if (overlaps.length === 0) return [];
    options.onOverlap(thread, { itemId, overlaps, wasAsked });
    const shown = (file: string) => relativeTo(workOf(thread).folder, file);
    if (!wasAsked) {
      const sentences = overlaps.map((overlap) => overlapSentence(overlap, shown(overlap.path)));
      turn?.notes.push(`A patch of this turn passed without a question. ${sentences.join(' ')}`);
    }
    return overlaps.map(({ path: file, changes }) => ({
      path: shown(file),
      changedBy: [...new Set(changes.map(({ by }) => by))],
      wasAsked,
    }));
  }

  /** A command that was denied has done nothing. */
  async function commandEnded(thread: Thread, item: CommandItem): Promise<void> {
    if (item.status === 'declined') return files.commandWaits(thread.id, item.id);
    const work = workOf(thread);
    const { filesShownBy } = await reads();
    const shown = filesShownBy(item.command, { folder: work.folder, cwd: realPath(item.cwd) });
    files.commandEnded(work, item.id, shown);
  }

  function note(thread: Thread, { method, params }: EngineNotification): void {
    const { item } = params as { item?: ThreadItem };
    if (!item) return;
    if (method === 'item/started') {
      if (item.type === 'commandExecution') files.commandStarts(workOf(thread), item.id);
      if (item.type === 'fileChange') patchStarted(thread, item);
    }
    if (method === 'item/completed') {
      if (item.type === 'commandExecution') void commandEnded(thread, item);
      if (item.type === 'fileChange') patchEnded(thread, item);
    }
  }

  return {
    connect: (threads) => threads.observe({ event: note }),

    turnBegan(thread) {
      files.turnBegan(workOf(thread));
      void reads();
    },

    undone(thread, undone) {
      const { id, folder } = workOf(thread);
      files.undone(
        id,
        undone.map((file) => path.join(folder, file)),
      );
    },

    async ofTurn({ id }) {
      const ofTurn = await Promise.all(made.get(id) ?? []);
      made.delete(id);
      return ofTurn.flat();
    },

    async asked(thread, item) {
      if (item.type === 'commandExecution') files.commandWaits(thread.id, item.id);
      if (item.type === 'fileChange') await files.prepare(workOf(thread), item.changes);
    },

    now: (thread, changes: readonly PatchChange[]) => files.overlapsNow(workOf(thread), changes),

    approved(thread, itemId, subject: ApprovalSubject) {
      if (subject.kind === 'command') files.commandStarts(workOf(thread), itemId);
      const patch = open.get(itemId);
      if (subject.kind === 'patch' && patch)
        open.set(itemId, { ...patch, startedAt: Date.now(), shown: subject.overlaps ?? [] });
    },

    accepted: (thread, itemId, changes) => patchMade(thread, itemId, changes, open.get(itemId)),
  };
}

function workOf({ id, options }: Thread): WorkingThread {
  return { id, folder: realPath(path.resolve(options.cwd)) };
}
