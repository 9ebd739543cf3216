// Adds to the engine's events whose thread each is about, for the records.
import type { Approval, Decision } from '../approvals/approval.ts';
import type { Paths } from '../config/paths.ts';
import { readSettings } from '../config/settings-file.ts';
import type { Receipt } from '../contract/receipt.ts';
import type { EngineNotification } from '../engine/process/rpc.ts';
import type { Thread } from '../engine/threads/thread.ts';
import type { Threads } from '../engine/threads/threads.ts';
import type { TurnEnd } from '../engine/threads/turn.ts';
import type { Logger } from '../logging/logger.ts';
import type { Redactor } from '../logging/redact.ts';
import type { ForwardedCall } from '../mcp/remote/told-calls.ts';
import { defaultRetention } from '../records/record-files.ts';
import type { RecordedOverlap } from '../records/record-line.ts';
import { openRecords, type RecordedThread, type Records } from '../records/records.ts';
import type { Sessions } from './connected-sessions.ts';

export interface ThreadRecords {
  told(event: EngineNotification): void;
  /** A turn has ended; the engine has told it, unless it or Patchbay was stopped. */
  turnEnded(thread: Thread, end: TurnEnd): void;
  decided(approval: Approval, decision: Decision): void;
  receipt(threadId: string, receipt: Receipt): void;
  overlapped(threadId: string, made: RecordedOverlap): void;
  /** A person named a thread; nothing is written of one of another program. */
  named(threadId: string, name: string): void;
  /** A person archived a thread, or brought it back; as named. */
  archived(threadId: string, isArchived: boolean): void;
  /** @param session its id, or a substitute for clients without a session */
  called(call: ForwardedCall): void;
  close(): void;
}

/** @throws file-broken when the settings are not valid */
export function openHomeRecords(options: { paths: Paths; redactor: Redactor; logger: Logger }): Records {
  const { paths, redactor, logger } = options;
  const { keepDays, maxMegabytes } = readSettings(paths.settingsFile).records ?? {};
  const retention = {
    keepDays: keepDays ?? defaultRetention.keepDays,
    maxMegabytes: maxMegabytes ?? defaultRetention.maxMegabytes,
  };
  return openRecords({ folder: paths.recordsFolder, retention, redactor, logger });
}

export function recordThreads(options: {
  records: Records;
  threads: Threads;
  sessions: Sessions;
}): ThreadRecords {
  const { records, threads, sessions } = options;

  function threadOf(threadId: string | undefined): RecordedThread | undefined {
    return threadId === undefined ? undefined : recorded(threads.ofMessage(threadId));
  }

  function recorded(thread: Thread | undefined): RecordedThread | undefined {
    return thread && recordedThread(thread);
  }

  function recordedThread({ id, principal, options: { cwd: folder } }: Thread): RecordedThread {
    return { id, principal, client: sessions.nameOf(principal), folder };
  }

  return {
    named(threadId, name) {
      const thread = recorded(threads.known(threadId));
      if (thread) records.named(name, thread);
    },
    archived(threadId, isArchived) {
      const thread = recorded(threads.known(threadId));
      if (thread) records.archived(isArchived, thread);
    },
    told(event) {
      const thread = threadOf((event.params as { threadId?: string }).threadId);
      if (thread) records.told(event, thread);
    },
    turnEnded(thread, end) {
      records.cutOff('error' in end ? { message: end.error.message } : null, recordedThread(thread));
    },
    receipt(threadId, receipt) {
      const thread = threadOf(threadId);
      if (thread) records.receipt(receipt, thread);
    },
    overlapped(threadId, made) {
      const thread = threadOf(threadId);
      if (thread) records.overlapped(made, thread);
    },
    called(call) {
      const { session: id, principal, cwd } = call;
      records.called(call, id, () => ({
        id,
        principal,
        client: sessions.nameOf(principal),
        folder: cwd ?? '',
        isSession: true,
      }));
    },
    close: records.close,
    decided(approval, decision) {
      const thread = threadOf(approval.threadId);
      if (thread) return records.decided(approval, decision, thread);
      const { threadId: id, principal, subject } = approval;
      // A client's own call of a remote has a session instead of a thread.
      if (subject.kind !== 'tool' || subject.caller === undefined) return;
      const client = sessions.nameOf(principal);
      records.decided(approval, decision, { id, principal, client, folder: '', isSession: true });
    },
  };
}
