// Joins what the engine tells of threads with whose threads they are, for their records.
import type { Approval } from './approvals/approval.ts';
import type { Decision } from './approvals/broker.ts';
import type { Paths } from './config/paths.ts';
import { readSettings } from './config/settings.ts';
import type { EngineNotification } from './engine/json-lines.ts';
import type { Threads } from './engine/threads.ts';
import type { Logger } from './logging/logger.ts';
import type { Redactor } from './logging/redact.ts';
import { defaultRetention } from './records/record-files.ts';
import { openRecords, type RecordedThread } from './records/records.ts';
import type { Sessions } from './sessions.ts';

export interface ThreadRecords {
  told(event: EngineNotification): void;
  decided(approval: Approval, decision: Decision): void;
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
    decided(approval, decision) {
      const thread = threadOf(approval.threadId);
      if (thread) records.decided(approval, decision, thread);
    },
  };
}
