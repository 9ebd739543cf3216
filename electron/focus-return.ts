// Who was called to a card by a notification, the tray or the shortcut is let go when nothing waits any more: the
// focus goes back to where the person was.
import type { ViewStore } from '../server/view/app/view-store.ts';

export interface FocusReturn {
  /** The person is called away from somewhere else. */
  called(): void;
}

/** Long enough to see what came of the answer. */
const LINGER_MS = 1500;

export function returnFocus(options: { store: ViewStore; blur(): void }): FocusReturn {
  const { store } = options;
  let isCalled = false;
  let timer: NodeJS.Timeout | undefined;

  store.subscribe({
    onState() {
      const isWaiting = store.state.inbox.some(({ state }) => state.kind === 'waiting');
      clearTimeout(timer);
      if (!isCalled || isWaiting) return;
      timer = setTimeout(() => {
        isCalled = false;
        options.blur();
      }, LINGER_MS);
    },
  });

  return {
    called() {
      isCalled = true;
    },
  };
}
