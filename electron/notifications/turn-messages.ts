// One message for each turn that a person should look at although nothing was asked. It leads to what the turn changed.
import { words } from '../desktop-words.ts';
import type { NotificationProvider, Redact } from './provider.ts';

export function turnMessages(redact: Redact): NotificationProvider {
  return {
    kind: 'turns',
    messages: ({ threads }) =>
      threads.flatMap((thread) => {
        const { id, surprise } = thread;
        if (!surprise) return [];
        return [
          {
            key: id,
            causes: [`${id} ${surprise.turn}`],
            text: () => ({
              title: words.surpriseTitle(surprise),
              body: words.surpriseBody(thread, redact),
            }),
            isUrgent: false,
            place: { page: 'threads', threadId: id, tab: 'changes', turn: surprise.turn },
          },
        ];
      }),
    mayDisplay: ({ key }, { isFocused, place }) =>
      !(isFocused && place?.page === 'threads' && place.threadId === key),
  };
}
