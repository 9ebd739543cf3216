import { useState } from 'react';
import type { ApprovalCard } from '../../../server/contract/approval-card.ts';
import type { CommandArguments } from '../../../server/contract/commands.ts';
import { useHost } from '../../host/host-context.tsx';

type Verdict = CommandArguments<'decide'>['verdict'];
type Extras = Partial<Pick<CommandArguments<'decide'>, 'reason'>> & {
  readonly content?: Readonly<Record<string, unknown>>;
};

/** Answers a card with the digest of what is shown; a refusal is shown and leaves the card open. */
export function useDecide(card: ApprovalCard, onDecided: () => void) {
  const { run } = useHost();
  const [isSending, setSending] = useState(false);
  async function decide(verdict: Verdict, extras: Extras): Promise<void> {
    setSending(true);
    const args = { id: card.id, digest: card.digest, verdict, ...extras };
    const outcome = await run('decide', args as CommandArguments<'decide'>);
    setSending(false);
    if (outcome.ok) onDecided();
  }
  return { decide, isSending };
}
