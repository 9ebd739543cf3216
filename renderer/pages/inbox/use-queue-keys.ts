import { useHotkeys } from '@mantine/hooks';
import type { ApprovalCard } from '../../../server/contract/approval-card.ts';
import { isDialogOpen } from '../../host/dialogs.ts';
import { neighbour } from './cards.ts';

/** J and K move through the queue; they are disabled in text fields. */
export function useQueueKeys(
  inbox: readonly ApprovalCard[],
  openId: string | undefined,
  onOpen: (id: string) => void,
): void {
  function move(step: 1 | -1) {
    if (isDialogOpen()) return;
    const card = neighbour(inbox, openId, step);
    if (card) onOpen(card.id);
  }
  useHotkeys([
    ['J', () => move(1)],
    ['K', () => move(-1)],
  ]);
}
