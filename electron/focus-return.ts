// Returns the focus after a person was called to a card by a notification, the tray or the shortcut: when no question
// waits any more, it goes back to where they were.
import type { ViewStore } from '../server/view/app/store.ts';

export interface FocusReturn {
  /** The person is called to a card from another program. */
  called(): void;
}

/** Long enough to see the result of the answer. */
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
