// One notification for each turn that a person should look at. A click opens what the turn changed, and does nothing else.

import { Notification } from 'electron';
import type { WindowPlace } from '../server/contract/ipc.ts';
import type { ThreadRow } from '../server/contract/state.ts';
import type { Surprise } from '../server/contract/surprise.ts';
import type { ViewStore } from '../server/view/app/view-store.ts';
import { words } from './desktop-words.ts';

/** @param options.isFocused whether the person looks at the window already, where a turn that failed is marked */
export function notifyOfTurns(options: {
  store: ViewStore;
  isFocused(): boolean;
  open(place: WindowPlace): void;
}): { close(): void } {
  const { store } = options;
  /** By thread. Held until they close: one that is garbage-collected loses its click. */
  const shown = new Map<string, { surprise: Surprise; notification: Notification | undefined }>();

  function refresh(thread: ThreadRow): void {
    const { id, surprise } = thread;
    const before = shown.get(id);
    if (before?.surprise.turn === surprise?.turn) return;
    before?.notification?.close();
    shown.delete(id);
    if (surprise) shown.set(id, { surprise, notification: tell(thread, surprise) });
  }

  function tell(thread: ThreadRow, surprise: Surprise): Notification | undefined {
    const isSeen = surprise.kind === 'unfinished' && options.isFocused();
    if (!store.state.settings.notifies || isSeen) return undefined;
    const notification = new Notification({
      title: words.surpriseTitle(surprise),
      body: words.surpriseBody(thread),
    });
    const place = { page: 'threads', threadId: thread.id, tab: 'changes', turn: surprise.turn } as const;
    notification.on('click', () => options.open(place));
    notification.show();
    return notification;
  }

  const unsubscribe = store.subscribe({
    onState(events) {
      for (const event of events) if (event.kind === 'thread') refresh(event.thread);
    },
  });
  return {
    close() {
      unsubscribe();
      for (const { notification } of shown.values()) notification?.close();
    },
  };
}
