import type { ApprovalCard } from '../../../server/contract/approval-card.ts';
import type { RuleOffer } from '../../../server/contract/rules.ts';
import { isWaiting } from '../../../server/contract/selectors.ts';
import { useHost, useReadyState } from '../../host/host-context.tsx';
import { useLoaded } from '../../host/use-loaded.ts';

/** @returns the rules a card can offer; undefined where there are none, and until that is known */
export function useRuleOffer(card: ApprovalCard): RuleOffer | undefined {
  const { ask } = useHost();
  const { rules } = useReadyState();
  const { id, digest } = card;
  // Another rule may have been made meanwhile that asks about it.
  const others = rules.map((row) => `${row.id} ${row.state.kind}`).join();
  const key = `${id} ${digest} ${isWaiting(card)} ${others}`;
  const [loaded] = useLoaded<'rule-offer'>(
    async () => (isWaiting(card) ? ask('rule-offer', { id, digest }) : { ok: true, value: {} }),
    key,
  );
  return loaded.kind === 'ready' && loaded.key === key ? loaded.value.offer : undefined;
}
