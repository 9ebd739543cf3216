// A question as the person's program reads it: what is asked, with secrets replaced.
import type { ApprovalQuestion } from '../../contract/approval-command.ts';
import { describeSubject } from '../../contract/describe-subject.ts';
import type { Approval, ApprovalSubject } from '../approval.ts';
import type { Danger } from '../dangers.ts';

/**
 * @param about.answerBy ms since 1970
 * @param about.redact replaces secrets in a text, JSON included
 */
export function questionFor(
  { id, digest, threadId, reason, subject }: Approval,
  about: {
    readonly who: string;
    readonly folder: string;
    readonly dangers: readonly Danger[];
    readonly answerBy: number;
    redact(text: string): string;
  },
): ApprovalQuestion {
  const { who: client, folder, dangers, answerBy, redact } = about;
  const clean = JSON.parse(redact(JSON.stringify(subject))) as ApprovalSubject;
  const { question, summary } = describeSubject(clean, folder);
  return {
    version: 1,
    id,
    digest,
    answers: canBeApproved(subject) ? ['approve', 'deny'] : ['deny'],
    answerBy: new Date(answerBy).toISOString(),
    client,
    folder,
    threadId,
    question,
    summary,
    dangers: [...dangers],
    ...(reason !== undefined && { modelSays: redact(reason) }),
    subject: { ...clean },
  };
}

/** A form has fields, which a yes does not fill in. */
export function canBeApproved({ kind }: ApprovalSubject): boolean {
  return kind !== 'form';
}
