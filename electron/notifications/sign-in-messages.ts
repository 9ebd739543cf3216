// One message for each remote that needs a sign-in.
import { words } from '../desktop-words.ts';
import type { NotificationProvider } from './provider.ts';

export const signInMessages: NotificationProvider = {
  kind: 'signIns',
  messages: ({ remotes }) =>
    remotes
      .filter(({ status }) => status.kind === 'needs-sign-in')
      .map(({ name }) => ({
        key: name,
        causes: [name],
        text: () => ({ title: words.signInTitle(name), body: words.signInBody }),
        isUrgent: false,
        place: { page: 'remotes', remote: name },
      })),
  // Its list says which ones need it.
  mayDisplay: (_message, { isFocused, place }) => !(isFocused && place?.page === 'remotes'),
};
