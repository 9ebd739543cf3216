// What a person can change of a question before they approve it.
import type { ApprovalSubject } from '../../approvals/approval.ts';
import { engineScript } from '../../approvals/engine-script.ts';
import type { EditOffer } from '../../contract/approval-card.ts';
import { partsOf } from '../../contract/patch-hunks.ts';

/** @returns undefined where there is nothing to change: one part of a patch is all or nothing */
export function editOfferOf(subject: ApprovalSubject): EditOffer | undefined {
  if (subject.kind === 'patch') return partsOf(subject.changes).length > 1 ? { kind: 'patch' } : undefined;
  if (subject.kind !== 'command' || subject.network !== undefined || subject.isInput) return undefined;
  const script = engineScript(subject.command);
  return script && { kind: 'command', text: script.text };
}
