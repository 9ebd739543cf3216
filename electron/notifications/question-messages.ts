// One message for each thread that waits for a person: it leads to the question that has waited longest.
import type { ApprovalCard } from '../../server/contract/approval-card.ts';
import { waitingCards } from '../../server/contract/selectors.ts';
import { words } from '../desktop-words.ts';
import { placeOfCard } from '../tray-menu.ts';
import type { Message, NotificationProvider, Redact } from './provider.ts';

export function questionMessages(redact: Redact): NotificationProvider {
  return {
    kind: 'questions',
    messages: ({ inbox }) =>
      [...byThread(waitingCards(inbox)).values()].flatMap((cards) => messageOf(cards, redact)),
    // The inbox lists every question, whichever card is open.
    mayDisplay: (_message, { isFocused, place }) => !(isFocused && place?.page === 'inbox'),
  };
}

function messageOf(cards: readonly ApprovalCard[], redact: Redact): Message[] {
  const [oldest] = cards;
  if (!oldest) return [];
  return [
    {
      key: oldest.threadId,
      causes: cards.map(({ id }) => id),
      text: () => ({
        title: words.notificationTitle(oldest),
        body: words.notificationBody(oldest, cards.length, redact),
      }),
      isUrgent: true,
      place: placeOfCard(oldest),
    },
  ];
}

function byThread(cards: readonly ApprovalCard[]): Map<string, ApprovalCard[]> {
  const threads = new Map<string, ApprovalCard[]>();
  for (const card of cards) threads.set(card.threadId, [...(threads.get(card.threadId) ?? []), card]);
  return threads;
}
