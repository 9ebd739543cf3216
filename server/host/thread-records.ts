// Joins what the engine tells of threads with whose threads they are, for their records.
import type { Approval, Decision } from '../approvals/approval.ts';
import type { Paths } from '../config/paths.ts';
import { readSettings } from '../config/settings-file.ts';
import type { EngineNotification } from '../engine/process/rpc.ts';
import type { Threads } from '../engine/threads/threads.ts';
import type { Logger } from '../logging/logger.ts';
import type { Redactor } from '../logging/redact.ts';
import { defaultRetention } from '../records/record-files.ts';
import { openRecords, type RecordedThread, type RemoteCall } from '../records/records.ts';
import type { Sessions } from './connected-sessions.ts';

export interface ThreadRecords {
  told(event: EngineNotification): void;
  decided(approval: Approval, decision: Decision): void;
  /** @param session its own id, or whatever stands for clients without one */
  called(call: RemoteCall, session: { id: string; principal: string; cwd: string | undefined }): void;
}

/** @throws file-broken when the settings are not valid */
export function recordThreads(options: {
  threads: Threads;
  sessions: Sessions;
  paths: Paths;
  redactor: Redactor;
  logger: Logger;
}): ThreadRecords {
  const { threads, sessions, paths, redactor, logger } = options;
  const { keepDays, maxMegabytes } = readSettings(paths.settingsFile).records ?? {};
  const retention = {
    keepDays: keepDays ?? defaultRetention.keepDays,
    maxMegabytes: maxMegabytes ?? defaultRetention.maxMegabytes,
  };
  const records = openRecords({ folder: paths.recordsFolder, retention, redactor, logger });

  function threadOf(threadId: string | undefined): RecordedThread | undefined {
    const thread = threadId === undefined ? undefined : threads.ofMessage(threadId);
    if (!thread) return undefined;
    const { id, principal } = thread;
    return { id, principal, client: sessions.nameOf(principal), folder: thread.options.cwd };
  }

  return {
    told(event) {
      const thread = threadOf((event.params as { threadId?: string }).threadId);
      if (thread) records.told(event, thread);
    },
    called(call, { id, principal, cwd }) {
      const client = sessions.nameOf(principal);
      records.called(call, { id, principal, client, folder: cwd ?? '', isSession: true });
    },
    decided(approval, decision) {
      const thread = threadOf(approval.threadId);
      if (thread) return records.decided(approval, decision, thread);
      const { threadId: id, principal, subject } = approval;
      // A client's own call of a remote: it has a session in place of a thread.
      if (subject.kind !== 'tool' || subject.caller === undefined) return;
      const client = sessions.nameOf(principal);
      records.decided(approval, decision, { id, principal, client, folder: '', isSession: true });
    },
  };
}
