// Checkpoints of the threads of a host: before a turn that may write its folder is looked at, and again when the turn has
// ended. A thread that may not write can do so with an approval alone: there the look comes before the first one takes
// effect.
import fs from 'node:fs';
import path from 'node:path';
import { isInside } from '../base/paths-inside.ts';
import { checkpointsFile } from '../base/program.ts';
import { realPath } from '../base/real-path.ts';
import { defaultCheckpointRetention } from '../checkpoints/checkpoints.ts';
import type { FileBefore } from '../checkpoints/files-before.ts';
import type { TurnChanges, UncoveredTurn } from '../checkpoints/turn-changes.ts';
import { type CheckpointWorker, startCheckpointWorker } from '../checkpoints/worker.ts';
import type { Paths } from '../config/paths.ts';
import { readSettings } from '../config/settings-file.ts';
import type { ChangedFile } from '../contract/patch-hunks.ts';
import type { EngineNotification } from '../engine/process/rpc.ts';
import type { ThreadItem } from '../engine/protocol/v2/ThreadItem.ts';
import type { Thread } from '../engine/threads/thread.ts';
import type { Threads } from '../engine/threads/threads.ts';
import { messageOf } from '../errors/error.ts';
import type { Logger } from '../logging/logger.ts';
import { checkpointOptions } from './checkpoint-options.ts';

export interface HostCheckpoints {
  /** Hears of turns and what they do. */
  connect(threads: Threads): void;
  /** @returns what the model must know before it goes on: what a person has undone since its last turn */
  beforeTurn(thread: Thread): Promise<string | undefined>;
  /**
   * What files were when the running turn of a thread began.
   * @param files real paths
   * @returns without those of which that is not known. Never rejects
   */
  filesBefore(threadId: string, files: readonly string[]): Promise<Map<string, FileBefore>>;
  /**
   * Once after each turn. Never rejects.
   * @returns what it changed; undefined for one that could not write
   */
  afterTurn(thread: Thread): Promise<TurnChanges | UncoveredTurn | undefined>;
  /**
   * Writes what a person has accepted of a patch of this thread.
   * @throws edit-not-applied, edit-not-possible; then nothing was changed
   */
  accept(thread: Thread, changes: readonly ChangedFile[]): Promise<void>;
  /** Resolves when what is approved now may write. Never rejects. */
  ready(threadId: string): Promise<void>;
  /** An item has waited for an answer: what others changed since then, in ms since 1970, is not the turn's. */
  waited(threadId: string, itemId: string, askedAtMs: number): void;
  /** Why what a turn in this folder changes cannot be undone, as a clause, as far as the last look at it tells. */
  whyUncovered(folder: string): string | undefined;
  /** For a person who looks at changes and takes them back. @throws file-broken, file-newer */
  worker(): CheckpointWorker;
  close(): Promise<void>;
}

/** What such an item does changes no file. */
const HARMLESS: readonly string[] = ['userMessage', 'hookPrompt', 'agentMessage', 'reasoning', 'plan'];
const MAX_NAMED_FILES = 20;
const NOT_LOOKED_AT = 'it could not be looked at';

/** What a running turn has done. */
interface TurnWork {
  /** Rejects when the folder could not be looked at. */
  readonly begun: Promise<{ readonly turn: number; readonly undone: readonly string[] }>;
  /** A real path. */
  readonly folder: string;
  /** Since when an item runs, by its id. */
  readonly open: Map<string, number>;
  readonly times: (readonly [number, number])[];
  readonly patched: Set<string>;
}

/** A problem is logged; turns go on without checkpoints. */
export function createHostCheckpoints(options: {
  paths: Paths;
  logger: Logger;
  /** Files of the thread have been undone since its last turn; relative to its folder. */
  onUndone(thread: Thread, undone: readonly string[]): void;
}): HostCheckpoints {
  const { paths, logger } = options;
  const running = new Map<string, TurnWork>();
  /** Turns that can write only after an approval. */
  const waiting = new Map<string, Thread>();
  /** By real path of the folder; absent where the last look stored it. */
  const uncovered = new Map<string, string>();
  let worker: CheckpointWorker | undefined;

  function start(): CheckpointWorker {
    const { keepDays, maxMegabytes } = readSettings(paths.settingsFile).checkpoints ?? {};
    const started = startCheckpointWorker(checkpointsFile, checkpointOptions(paths));
    const { keepDays: days, maxMegabytes: megabytes } = defaultCheckpointRetention;
    started
      .clean({ keepDays: keepDays ?? days, maxMegabytes: maxMegabytes ?? megabytes })
      .catch((error) => report('checkpoints-not-cleaned', error));
    return started;
  }

  function report(event: string, error: unknown, thread?: string): void {
    logger.warn(event, { ...(thread !== undefined && { thread }), message: messageOf(error) });
  }

  /** @throws what readSettings throws, and what looking at a folder throws */
  async function begin({ id, options: { cwd } }: Thread) {
    const folder = fs.realpathSync(cwd);
    try {
      worker ??= start();
      const begun = await worker.begin(id, folder);
      know(folder, begun.uncovered);
      return begun;
    } catch (error) {
      know(folder, NOT_LOOKED_AT);
      throw error;
    }
  }

  function know(folder: string, why: string | undefined): void {
    if (why === undefined) uncovered.delete(folder);
    else uncovered.set(folder, why);
  }

  async function beginTurn(thread: Thread) {
    const begun = begin(thread);
    const folder = realPath(thread.options.cwd);
    running.set(thread.id, { begun, folder, open: new Map(), times: [], patched: new Set() });
    return begun.catch((error) => void report('checkpoint-not-begun', error, thread.id));
  }

  /** What an item of a running turn does, and when. */
  function note(thread: Thread, { method, params }: EngineNotification): void {
    const work = running.get(thread.id);
    const { item, startedAtMs = Date.now() } = params as { item?: ThreadItem; startedAtMs?: number };
    if (!work || !item || HARMLESS.includes(item.type)) return;
    // The engine's time: on a busy machine we hear of it when the command has already written.
    if (method === 'item/started') work.open.set(item.id, startedAtMs);
    if (method !== 'item/completed') return;
    work.times.push([work.open.get(item.id) ?? Date.now(), Date.now()]);
    work.open.delete(item.id);
    if (item.type !== 'fileChange') return;
    const folder = thread.options.cwd;
    for (const { path: file, kind } of item.changes) {
      const moved = kind.type === 'update' && kind.move_path ? [kind.move_path] : [];
      for (const one of [file, ...moved]) work.patched.add(path.relative(folder, path.resolve(folder, one)));
    }
  }

  return {
    connect(threads) {
      threads.observe({
        event: note,
      });
    },

    async beforeTurn(thread) {
      const { sandbox } = thread.options;
      if (sandbox === 'read-only') {
        waiting.set(thread.id, thread);
        return undefined;
      }
      const { undone = [] } = (await beginTurn(thread)) ?? {};
      options.onUndone(thread, undone);
      return noteOf(undone);
    },

    async afterTurn({ id }) {
      waiting.delete(id);
      const work = running.get(id);
      running.delete(id);
      if (!work) return undefined;
      try {
        const { turn } = await work.begun;
        for (const from of work.open.values()) work.times.push([from, Date.now()]);
        const beside = [...running.values()].filter(({ folder }) => folder === work.folder);
        const patchedByOthers = beside.flatMap(({ patched }) => [...patched]);
        const { times, patched } = work;
        return await worker?.end(id, turn, { times, patched: [...patched], patchedByOthers });
      } catch (error) {
        report('checkpoint-not-ended', error, id);
        return { uncovered: NOT_LOOKED_AT };
      }
    },

    async filesBefore(threadId, files) {
      const work = running.get(threadId);
      if (!work) return new Map();
      const { folder } = work;
      try {
        const { turn } = await work.begun;
        const inside = files.filter((file) => isInside(file, folder));
        const named = new Map(
          inside.map((file) => [path.relative(folder, file).split(path.sep).join('/'), file]),
        );
        const found = Object.entries((await worker?.filesBefore(threadId, turn, [...named.keys()])) ?? {});
        return new Map(found.map(([name, file]) => [named.get(name) ?? name, file]));
      } catch (error) {
        report('checkpoint-not-read', error, threadId);
        return new Map();
      }
    },

    async ready(threadId) {
      const thread = waiting.get(threadId);
      waiting.delete(threadId);
      if (thread) await beginTurn(thread);
      else await running.get(threadId)?.begun.catch(() => undefined);
    },

    waited(threadId, itemId, askedAtMs) {
      const work = running.get(threadId);
      const from = work?.open.get(itemId);
      if (from !== undefined) work?.times.push([from, askedAtMs]);
      work?.open.set(itemId, Date.now());
    },

    async accept({ id, options: { cwd } }, changes) {
      worker ??= start();
      await worker.accept(id, cwd, changes);
    },

    whyUncovered: (folder) => uncovered.get(folder),
    worker() {
      worker ??= start();
      return worker;
    },

    close: async () => worker?.close(),
  };
}

function noteOf(undone: readonly string[]): string | undefined {
  if (undone.length === 0) return undefined;
  const named = undone.slice(0, MAX_NAMED_FILES).join(', ');
  const more = undone.length > MAX_NAMED_FILES ? ` and ${undone.length - MAX_NAMED_FILES} more` : '';
  return `The person has undone your changes of these files since your last turn: ${named}${more}. Read them again before you change them.`;
}
