// What each thread has seen of files, when it was writing, and which files its patches changed: as events of the engine
// say. Asked before a patch, it says which of its files somebody else has changed since.
import path from 'node:path';
import type { PatchChange } from '../approvals/approval.ts';
import { realPath } from '../base/real-path.ts';
import type { Overlap } from '../contract/overlap.ts';
import {
  changesByOthers,
  type FileNow,
  type FileState,
  type PatchWriting,
  type SeenFile,
  type Writing,
} from './decide.ts';
import { type FileTexts, hunksBetween } from './file-texts.ts';

/** What a file was when the turn began, as a checkpoint has it. */
export interface StoredFile {
  readonly state: FileState;
  readonly content?: Buffer | undefined;
}

/** Whose folder it is. */
export interface WorkingThread {
  readonly id: string;
  /** A real path. */
  readonly folder: string;
}

export interface ThreadFiles {
  turnBegan(thread: WorkingThread): void;
  /** @param undone real paths of files of which the person has taken back what the thread had done */
  undone(threadId: string, undone: readonly string[]): void;
  /** A command runs from now on. */
  commandStarts(thread: WorkingThread, itemId: string): void;
  /** It has not begun: somebody is asked first. */
  commandWaits(threadId: string, itemId: string): void;
  /** @param shown real paths of the files that it showed; undefined where it may have written */
  commandEnded(thread: WorkingThread, itemId: string, shown: readonly string[] | undefined): void;
  patched(thread: WorkingThread, changes: readonly PatchChange[], startedAt: number): void;
  /**
   * What is at the files of a patch now, to decide about later.
   * @returns resolves with what overlaps, as of now
   */
  look(thread: WorkingThread, changes: readonly PatchChange[]): Promise<Overlap[]>;
  /** What the same needs to know, for `overlapsNow`. Never rejects. */
  prepare(thread: WorkingThread, changes: readonly PatchChange[]): Promise<void>;
  overlapsNow(thread: WorkingThread, changes: readonly PatchChange[]): Overlap[];
}

interface Known {
  readonly folder: string;
  turnBeganAt: number;
  /** By real path, what was seen longest ago first. */
  readonly seen: Map<string, SeenFile>;
  /** How files were when the turn began. */
  readonly before: Map<string, SeenFile>;
  readonly undone: Set<string>;
  /** Commands that run, by item. */
  readonly open: Map<string, number>;
  commands: Writing[];
}

interface Patch extends PatchWriting {
  readonly change: PatchChange;
}

const MAX_SEEN = 1_000;
const MAX_COMMANDS = 500;
const MAX_PATCHES = 50;

/** @param options.before what files were when the thread's turn began; what it does not have is not known. Never rejects */
export function createThreadFiles(options: {
  texts: FileTexts;
  before(threadId: string, files: readonly string[]): Promise<ReadonlyMap<string, StoredFile>>;
}): ThreadFiles {
  const { texts } = options;
  const threads = new Map<string, Known>();
  const patches = new Map<string, Patch[]>();

  function of({ id, folder }: WorkingThread): Known {
    const known = threads.get(id);
    if (known) return known;
    const made: Known = {
      folder,
      turnBeganAt: Date.now(),
      seen: new Map(),
      before: new Map(),
      undone: new Set(),
      open: new Map(),
      commands: [],
    };
    threads.set(id, made);
    return made;
  }

  function see(known: Known, file: string, how: 'read' | 'wrote', at = Date.now()): void {
    known.seen.delete(file);
    known.seen.set(file, { how, at, state: texts.look(file).state });
    known.undone.delete(file);
    const [oldest] = known.seen.keys();
    if (known.seen.size > MAX_SEEN && oldest !== undefined) known.seen.delete(oldest);
  }

  /** What a command of its own wrote, the thread wrote. */
  function seeWhatItWrote(known: Known, { from, to }: Writing): void {
    for (const [file, { state }] of [...known.seen]) {
      const changedAt = texts.changedAt(file);
      const isGone = changedAt === undefined && state?.kind !== 'nothing';
      const isItsOwn = changedAt !== undefined && changedAt >= from && changedAt <= to;
      if (isGone || isItsOwn) see(known, file, 'wrote');
    }
  }

  function writingOf(threadId: string, { commands, open }: Known): Writing[] {
    return [...commands, ...[...open.values()].map((from) => ({ threadId, from, to: Infinity }))];
  }

  function commandsOfOthers(threadId: string, file: string): Writing[] {
    return [...threads]
      .filter(([id, { folder }]) => id !== threadId && file.startsWith(folder + path.sep))
      .flatMap(([id, known]) => writingOf(id, known));
  }

  async function prepare(thread: WorkingThread, changes: readonly PatchChange[]): Promise<void> {
    const { before, seen } = of(thread);
    const unknown = filesOf(thread, changes).filter((file) => !seen.has(file) && !before.has(file));
    if (unknown.length === 0) return;
    const at = of(thread).turnBeganAt;
    for (const [file, { state, content }] of await options.before(thread.id, unknown)) {
      if (state.kind === 'file' && content) texts.keep(state.id, content);
      before.set(file, { how: 'turn-began', at, state });
    }
  }

  function overlapAt(
    thread: WorkingThread,
    file: string,
    now: FileNow,
    seenThen: SeenFile | undefined,
  ): Overlap | undefined {
    const known = of(thread);
    const seen = seenThen ?? known.before.get(file) ?? unseen(known);
    const own = writingOf(thread.id, known);
    const ofOthers = (patches.get(file) ?? []).filter(({ threadId }) => threadId !== thread.id);
    const changes = changesByOthers({
      seen,
      now,
      own,
      patches: ofOthers,
      commands: commandsOfOthers(thread.id, file),
      isUndone: known.undone.has(file),
    });
    if (changes.length === 0) return undefined;
    // What a command of its own did to a file that it did not name may be part of the difference.
    const isMixed = seen.how === 'turn-began' && own.some(({ to }) => to > seen.at);
    const [only, ...more] = ofOthers.filter(({ to }) => to > seen.at);
    const isByOnePatch = only && more.length === 0 && changes.length === 1 && changes[0]?.by === 'thread';
    const diff =
      (isMixed ? undefined : texts.diff(seen.state, now.state)) ??
      (isByOnePatch ? diffOf(only.change) : undefined);
    const { how, at } = seen;
    return { path: file, changes, lastSeen: { how, at }, ...(diff !== undefined && { diff }) };
  }

  return {
    turnBegan(thread) {
      const known = of(thread);
      known.turnBeganAt = Date.now();
      known.before.clear();
    },
    undone(threadId, undone) {
      for (const file of undone) threads.get(threadId)?.undone.add(file);
    },
    commandStarts: (thread, itemId) => void of(thread).open.set(itemId, Date.now()),
    commandWaits: (threadId, itemId) => void threads.get(threadId)?.open.delete(itemId),
    commandEnded(thread, itemId, shown) {
      const known = of(thread);
      const from = known.open.get(itemId);
      known.open.delete(itemId);
      for (const file of shown ?? []) see(known, file, 'read');
      if (from === undefined || shown) return;
      const writing = { threadId: thread.id, from, to: Date.now() };
      known.commands = [...known.commands, writing].slice(-MAX_COMMANDS);
      seeWhatItWrote(known, writing);
    },
    patched(thread, changes, startedAt) {
      const to = Date.now();
      for (const change of changes) {
        for (const file of filesOf(thread, [change])) {
          const known = of(thread);
          see(known, file, 'wrote', to);
          const ofFile = patches.get(file) ?? [];
          const left = known.seen.get(file)?.state;
          const patch = { threadId: thread.id, from: startedAt, to, left, change };
          patches.set(file, [...ofFile, patch].slice(-MAX_PATCHES));
        }
      }
    },
    prepare,
    async look(thread, changes) {
      const { seen } = of(thread);
      const found = filesOf(thread, changes).map((file) => ({
        file,
        now: texts.look(file),
        seenThen: seen.get(file),
      }));
      await prepare(thread, changes);
      return found.flatMap(({ file, now, seenThen }) => overlapAt(thread, file, now, seenThen) ?? []);
    },
    overlapsNow: (thread, changes) =>
      filesOf(thread, changes).flatMap(
        (file) => overlapAt(thread, file, texts.look(file), of(thread).seen.get(file)) ?? [],
      ),
  };
}

function unseen({ turnBeganAt }: Known): SeenFile {
  return { how: 'turn-began', at: turnBeganAt, state: undefined };
}

/** Real paths, each once; of a moved file both. */
function filesOf({ folder }: WorkingThread, changes: readonly PatchChange[]): string[] {
  const named = changes.flatMap(({ path: file, kind }) =>
    kind.type === 'update' && kind.move_path ? [file, kind.move_path] : [file],
  );
  return [...new Set(named.map((file) => realPath(path.resolve(folder, file))))];
}

/** Of a new or deleted file the engine has the whole text. */
function diffOf({ kind, diff }: PatchChange): string | undefined {
  if (kind.type === 'add') return hunksBetween('', diff);
  if (kind.type === 'delete') return hunksBetween(diff, '');
  const start = diff.indexOf('@@');
  return start < 0 ? undefined : diff.slice(start);
}
