// What happened in a thread, stored as one JSON Lines file per thread: who asked, what was done, what a person was
// asked and decided. Lines are redacted and then appended, never changed; a line that a crash or a full disk left
// incomplete is skipped.
import fs from 'node:fs';
import path from 'node:path';
import { type Approval, type Decision, digestOf } from '../approvals/approval.ts';
import type { Receipt } from '../contract/receipt.ts';
import { fileProblem } from '../errors/files.ts';
import { appendLine } from '../files/append-line.ts';
import { makeFolder } from '../files/folders.ts';
import type { Logger } from '../logging/logger.ts';
import type { Redactor } from '../logging/redact.ts';
import { createSerialiser } from '../logging/serialise.ts';
import { createLineGroups } from './line-groups.ts';
import { fileOfThread, type Retention, removeOldRecords } from './record-files.ts';
import type { RecordedOverlap, RecordLine } from './record-line.ts';
import { createTurnUsage, type EngineTokens, type TurnUsage, tokenCountsOf } from './turn-usage.ts';

export interface Records {
  /** Records an engine event of a thread, or of a sub-agent thread. */
  told(event: { method: string; params: unknown }, thread: RecordedThread): void;
  /** Records the end of the thread's turn, if one runs whose end the engine has not told. */
  cutOff(why: { message: string } | null, thread: RecordedThread): void;
  decided(approval: Approval, decision: Decision, thread: RecordedThread): void;
  /** Records what a turn did. */
  receipt(receipt: Receipt, thread: RecordedThread): void;
  /** Records that a patch was made over changes of somebody else. */
  overlapped(made: RecordedOverlap, thread: RecordedThread): void;
  /** Records the name a person gave the thread. */
  named(name: string, thread: RecordedThread): void;
  /** Records that a person archived the thread, or brought it back. */
  archived(isArchived: boolean, thread: RecordedThread): void;
  /**
   * Records a client's own call of a remote, in the record of its session.
   * @param sessionOf called for the first line alone
   */
  called(call: RemoteCall, sessionId: string, sessionOf: () => RecordedThread): void;
  /** Writes what still waits. */
  close(): void;
}

export interface RemoteCall {
  readonly remote: string;
  /** The tool, or the method of another request. */
  readonly what: string;
  readonly params: unknown;
  readonly outcome: 'answered' | 'failed';
  readonly result?: unknown;
  readonly error?: string | undefined;
  readonly afterMs: number;
}

/** Whose thread it is; written to the first line. */
export interface RecordedThread {
  readonly id: string;
  readonly client: string;
  readonly principal: string;
  readonly folder: string;
  /** Set for a client's session, which takes the place of a thread. */
  readonly isSession?: boolean;
}

/** The fields read here; which of them are there depends on the method. */
interface EventParams {
  readonly threadId?: string;
  readonly tokenUsage?: { readonly total: EngineTokens; readonly last: EngineTokens };
  readonly turnId?: string;
  readonly item?: unknown;
  readonly turn?: { readonly id: string; readonly status?: string; readonly error?: unknown };
  readonly error?: unknown;
}

type LineContent = RecordLine extends infer Line
  ? Line extends RecordLine
    ? Omit<Line, 'time'>
    : never
  : never;

/** The time becomes text with the rest. */
type TimedContent = { readonly time: Date } & LineContent;

/** A file that cannot be written is logged once; the thread continues. */
export function openRecords(options: {
  folder: string;
  retention: Retention;
  redactor: Redactor;
  logger: Logger;
}): Records {
  const { folder, redactor, logger } = options;
  const serialise = createSerialiser(redactor.find);
  /** The files of the threads that have a first line, by thread. */
  const begun = new Map<string, string>();
  /** Turns that run, by thread. */
  const running = new Map<string, { readonly turnId: string; readonly usage: TurnUsage }>();
  let isReported = false;

  const calls = createLineGroups<TimedContent>((file, contents) => {
    try {
      appendLine(file, contents.map(lineOf).join('\n'));
    } catch (error) {
      report(error, path.basename(file));
    }
  });

  function report(error: unknown, thread: string): void {
    const message = `${folder}: ${fileProblem(error)}`;
    if (!isReported) logger.error('record-not-written', { thread, message });
    isReported = true;
  }

  /** Adds a line to the file of the thread, behind what waits. */
  function append(thread: RecordedThread, content: LineContent): void {
    try {
      const file = begun.get(thread.id) ?? begin(thread);
      calls.flush(file);
      appendLine(file, lineOf({ time: new Date(), ...content }));
    } catch (error) {
      report(error, thread.id);
    }
  }

  /** Each member by its name: thousands of these come in a second, and `...` takes several times as long. */
  function called(call: RemoteCall, sessionId: string, sessionOf: () => RecordedThread): void {
    try {
      const { remote, what, params, outcome, result, error, afterMs } = call;
      calls.add(begun.get(sessionId) ?? begin(sessionOf()), {
        time: new Date(),
        kind: 'remote-call',
        remote,
        what,
        params,
        outcome,
        result,
        error,
        afterMs,
      });
    } catch (error) {
      report(error, sessionId);
    }
  }

  /** @returns its file */
  function begin(thread: RecordedThread): string {
    const file = fileOfThread(folder, thread.id);
    makeFolder(folder);
    if (begun.size === 0) removeOldRecords(folder, options.retention);
    const isNew = (fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0) === 0;
    const { id: threadId, ...about } = thread;
    if (isNew) appendLine(file, lineOf({ time: new Date(), kind: 'thread', threadId, ...about }));
    begun.set(thread.id, file);
    return file;
  }

  function lineOf(content: TimedContent): string {
    return redactor.redact(serialise(content));
  }

  function endTurn(thread: RecordedThread, end: { turnId: string; status?: string; error?: unknown }): void {
    const tokens = running.get(thread.id)?.usage.sum();
    running.delete(thread.id);
    if (tokens) append(thread, { kind: 'usage', turnId: end.turnId, tokens });
    append(thread, { kind: 'turn-ended', turnId: end.turnId, status: end.status, error: end.error });
  }

  return {
    told({ method, params }, thread) {
      const { threadId = thread.id, turn, turnId, item, error, tokenUsage } = params as EventParams;
      const isOwn = threadId === thread.id;
      if (tokenUsage) {
        const { total, last } = tokenUsage;
        running.get(thread.id)?.usage.counted(threadId, tokenCountsOf(total), tokenCountsOf(last));
      }
      if (method === 'turn/started' && turn) {
        if (isOwn) running.set(thread.id, { turnId: turn.id, usage: createTurnUsage() });
        append(thread, { kind: 'turn-started', turnId: turn.id });
      }
      if (method === 'item/completed') append(thread, { kind: 'item', turnId, item });
      if (method === 'error') append(thread, { kind: 'error', turnId, error });
      if (method === 'turn/completed' && turn) {
        const { id, status, error: why } = turn;
        if (!isOwn) append(thread, { kind: 'turn-ended', turnId: id, status, error: why });
        // Another one was cut off, and its end is written.
        else if (running.get(thread.id)?.turnId === id) {
          endTurn(thread, { turnId: id, ...(status !== undefined && { status }), error: why });
        }
      }
    },
    cutOff(error, thread) {
      const turn = running.get(thread.id);
      if (turn) endTurn(thread, { turnId: turn.turnId, status: 'interrupted', error });
    },
    overlapped: (made, thread) => append(thread, { kind: 'overlap', ...made }),
    receipt: (receipt, thread) => append(thread, { kind: 'receipt', receipt }),
    named: (name, thread) => append(thread, { kind: 'named', name }),
    archived: (isArchived, thread) => append(thread, { kind: 'archived', isArchived }),
    called,
    close: calls.flushAll,
    decided({ id, turnId, itemId, reason, subject, digest }, decision, thread) {
      const { verdict, means, by, afterMs, rules } = decision;
      const edited = decision.edited && { subject: decision.edited, digest: digestOf(decision.edited) };
      const answer = { verdict, edited, means, by, afterMs, reason: decision.reason, rules };
      append(thread, { kind: 'decision', id, turnId, itemId, asked: reason, subject, digest, ...answer });
    },
  };
}
