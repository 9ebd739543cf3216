// The audit file: one JSON line for every decision, never changed afterwards.

import { fileProblem } from '../errors/files.ts';
import { appendLine } from '../files/append-line.ts';
import type { Logger } from '../logging/logger.ts';
import type { Redactor } from '../logging/redact.ts';
import { type Approval, type Decision, digestOf } from './approval.ts';

export interface AuditLog {
  record(approval: Approval, decision: Decision): void;
}

/** Appends each line in one write, so that several Patchbays can share the file. */
export function openAuditLog(options: {
  file: string;
  logger: Logger;
  redactor: Redactor;
  describe(approval: Approval): { who: string; folder: string };
}): AuditLog {
  const { file, logger, redactor } = options;
  return {
    record(approval, decision) {
      const { id, principal, threadId, turnId, itemId, subject, digest } = approval;
      const { verdict, reason, means, by, afterMs, rules } = decision;
      const edited = decision.edited && { subject: decision.edited, digest: digestOf(decision.edited) };
      const time = new Date().toISOString();
      const { who: client, folder } = options.describe(approval);
      const line = { time, id, principal, client, folder, threadId, turnId, itemId, subject, digest };
      logger.info('approval-decided', { thread: threadId, approval: id, verdict, means, by, afterMs });
      try {
        const text = redactor.redact(
          JSON.stringify({ ...line, verdict, edited, reason, means, by, afterMs, rules }),
        );
        appendLine(file, text);
      } catch (error) {
        logger.error('audit-not-written', { thread: threadId, message: `${file}: ${fileProblem(error)}` });
      }
    },
  };
}
