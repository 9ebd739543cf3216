// The turns of a thread and what was undone of them, as a file of JSON lines.
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { appendLine, readLinesOf } from '../files/append-line.ts';
import { makeFolder } from '../files/folders.ts';

export const stateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('file'), mode: z.number(), content: z.string(), sizeBytes: z.number() }),
  z.object({ kind: z.literal('link'), target: z.string() }),
  z.object({ kind: z.literal('folder'), mode: z.number() }),
]);
/** Without `from` nothing was there, without `to` nothing is afterwards. */
export const stepSchema = z
  .object({ path: z.string(), from: stateSchema.optional(), to: stateSchema.optional() })
  .transform(({ path: at, from, to }) => ({ path: at, from, to }));

export const lineSchema = z.discriminatedUnion('kind', [
  /** A turn begins. Without `tree` the folder is not covered, and `why` says it as a clause. */
  z.object({
    kind: z.literal('began'),
    turn: z.number(),
    folder: z.string(),
    at: z.iso.datetime(),
    tree: z.string().optional(),
    why: z.string().optional(),
    leftOut: z.array(z.string()),
  }),
  /** `byOthers`: paths that changed while the turn ran, but not while it did anything. */
  z.object({
    kind: z.literal('ended'),
    turn: z.number(),
    at: z.iso.datetime(),
    tree: z.string().optional(),
    why: z.string().optional(),
    byOthers: z.array(z.string()),
    /** Paths that its patches name; older versions did not keep them. */
    patched: z.array(z.string()).optional(),
  }),
  z.object({
    kind: z.literal('undone'),
    id: z.string(),
    at: z.iso.datetime(),
    turns: z.array(z.number()).readonly(),
    /** Some of the files alone were meant. */
    isPart: z.literal(true).optional(),
    steps: z.array(stepSchema).readonly(),
  }),
  z.object({ kind: z.literal('redone'), id: z.string(), at: z.iso.datetime() }),
  /** A person has accepted a part of a patch, which we have written; the turn's own change. */
  z.object({ kind: z.literal('accepted'), at: z.iso.datetime(), steps: z.array(stepSchema).readonly() }),
  /** What a thread did in its own copy was merged. `taken`: files as they were in the copy. */
  z.object({
    kind: z.literal('merged'),
    copy: z.string(),
    at: z.iso.datetime(),
    taken: z.record(z.string(), stateSchema),
  }),
]);
export type LogLine = z.infer<typeof lineSchema>;

/** One turn that may have written. */
export interface LoggedTurn {
  /** From 1 on. */
  readonly number: number;
  readonly folder: string;
  /** ISO 8601. */
  readonly beganAt: string;
  /** ISO 8601; undefined while it runs and after a crash. */
  readonly endedAt: string | undefined;
  /** Id of the tree; undefined where the folder was not covered. */
  readonly before: string | undefined;
  /** Undefined while it runs, after a crash, and where the folder was not covered. */
  readonly after: string | undefined;
  readonly byOthers: readonly string[];
  /** Paths that its patches name. */
  readonly patched: readonly string[];
  readonly leftOut: readonly string[];
  /** Why it is not covered, as a clause. */
  readonly why: string | undefined;
  /** All of it has been taken back. */
  readonly isUndone: boolean;
}

export type LoggedUndo = Extract<LogLine, { kind: 'undone' }>;

export interface ThreadLog {
  /** The oldest first. */
  readonly turns: readonly LoggedTurn[];
  /** Those that were not redone, the oldest first. */
  readonly undos: readonly LoggedUndo[];
  /** Files that were undone after the last turn began. */
  readonly undoneSince: readonly string[];
}

const EXTENSION = '.jsonl';

/** As its log is named, without the extension. */
export function logName(threadId: string): string {
  return threadId.replace(/[^\w-]/g, '_');
}

function logFileOf(folder: string, threadId: string): string {
  return path.join(folder, `${logName(threadId)}${EXTENSION}`);
}

export function appendToLog(folder: string, threadId: string, line: LogLine): void {
  makeFolder(folder);
  appendLine(logFileOf(folder, threadId), JSON.stringify(line));
}

/** The logs of all threads, the most recently changed first. */
export function listLogs(folder: string): { threadId: string; file: string; changedAtMs: number }[] {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder)
    .filter((name) => name.endsWith(EXTENSION))
    .map((name) => {
      const file = path.join(folder, name);
      const changedAtMs = fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
      return { threadId: name.slice(0, -EXTENSION.length), file, changedAtMs };
    })
    .sort((left, right) => right.changedAtMs - left.changedAtMs);
}

/** The oldest first. @throws file-broken */
export function readLogLines(folder: string, threadId: string): LogLine[] {
  return readLinesOf(logFileOf(folder, threadId)).flatMap((text) => parse(text) ?? []);
}

/** In ms since 1970; 0 for a thread without one. */
export function logChangedAt(folder: string, threadId: string): number {
  return fs.statSync(logFileOf(folder, threadId), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** @throws file-broken */
export function readLog(folder: string, threadId: string): ThreadLog {
  const lines = readLogLines(folder, threadId);
  const redone = new Set(lines.flatMap((line) => (line.kind === 'redone' ? [line.id] : [])));
  const undos = lines.filter((line) => line.kind === 'undone').filter(({ id }) => !redone.has(id));
  const undone = new Set(undos.flatMap(({ turns, isPart }) => (isPart ? [] : turns)));
  const ends = new Map(lines.flatMap((line) => (line.kind === 'ended' ? [[line.turn, line]] : [])));
  const turns = lines
    .filter((line) => line.kind === 'began')
    .map((began) => {
      const end = ends.get(began.turn);
      return {
        number: began.turn,
        folder: began.folder,
        beganAt: began.at,
        endedAt: end?.at,
        before: began.tree,
        after: end?.tree,
        byOthers: end?.byOthers ?? [],
        patched: end?.patched ?? [],
        leftOut: began.leftOut,
        why: began.why ?? end?.why,
        isUndone: undone.has(began.turn),
      };
    });
  const lastTurn = lines.findLastIndex(({ kind }) => kind === 'began');
  const since = undos.filter((undo) => lines.indexOf(undo) > lastTurn);
  const undoneSince = [...new Set(since.flatMap(({ steps }) => steps.map((step) => step.path)))];
  return { turns, undos, undoneSince };
}

/** A line that a kill left incomplete is none. */
function parse(text: string): LogLine | undefined {
  try {
    return lineSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
