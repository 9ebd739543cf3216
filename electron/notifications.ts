// One notification for each thread that waits for a person: shown for its first question, withdrawn when its last one
// is over. A click opens the card.

import { Notification } from 'electron';
import type { ApprovalCard } from '../server/contract/approval-card.ts';
import type { WindowPlace } from '../server/contract/ipc.ts';
import { waitingCards } from '../server/contract/selectors.ts';
import type { ViewStore } from '../server/view/app/view-store.ts';
import { words } from './desktop-words.ts';
import { placeOfCard } from './tray-menu.ts';

/** @param options.isFocused whether the person looks at the window already */
export function notifyOfQuestions(options: {
  store: ViewStore;
  isFocused(): boolean;
  open(place: WindowPlace): void;
}): { close(): void } {
  const { store } = options;
  // Held until they close: one that is garbage-collected loses its click.
  const shown = new Map<string, Notification>();

  function withdraw(threadId: string): void {
    shown.get(threadId)?.close();
    shown.delete(threadId);
  }

  function refresh(): void {
    const waiting = waitingByThread(store.state.inbox);
    for (const threadId of shown.keys()) if (!waiting.has(threadId)) withdraw(threadId);
    if (!store.state.settings.notifies || options.isFocused()) return;
    for (const [threadId, cards] of waiting) if (!shown.has(threadId)) show(threadId, cards);
  }

  function show(threadId: string, cards: readonly ApprovalCard[]): void {
    const [oldest] = cards;
    if (!oldest) return;
    const notification = new Notification({
      title: words.notificationTitle(oldest),
      body: words.notificationBody(oldest, cards.length),
      urgency: 'critical',
    });
    shown.set(threadId, notification);
    notification.on('click', () => options.open(placeOfCard(oldest)));
    notification.show();
  }

  const unsubscribe = store.subscribe({ onState: refresh });
  return {
    close() {
      unsubscribe();
      for (const threadId of [...shown.keys()]) withdraw(threadId);
    },
  };
}

function waitingByThread(inbox: readonly ApprovalCard[]): Map<string, ApprovalCard[]> {
  const byThread = new Map<string, ApprovalCard[]>();
  for (const card of waitingCards(inbox)) {
    byThread.set(card.threadId, [...(byThread.get(card.threadId) ?? []), card]);
  }
  return byThread;
}
