// Returns the focus after a person was called to a card by a notification, the tray or the shortcut: when no question
// waits any more, it goes back to where they were.
import { isWaiting } from '../server/contract/selectors.ts';
import type { ViewStore } from '../server/view/app/view-store.ts';

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
      clearTimeout(timer);
      if (!isCalled || store.state.inbox.some(isWaiting)) return;
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
