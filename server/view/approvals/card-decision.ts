// A decision as a card and a timeline show it.
import type { Approval, Decision } from '../../approvals/approval.ts';
import type { CardDecision } from '../../contract/approval-card.ts';
import { describeEdit } from '../../contract/edits.ts';

/** @param folder of the thread; absent where it is not known */
export function cardDecisionOf(
  { subject }: Approval,
  decision: Decision,
  folder: string | undefined,
): CardDecision {
  const { verdict, means, by, afterMs, reason, rules, edited } = decision;
  return {
    verdict,
    means,
    by,
    afterMs,
    ...(reason && { reason }),
    ...(rules && { rules }),
    ...(edited && { edited: describeEdit(subject, edited, folder) }),
  };
}
