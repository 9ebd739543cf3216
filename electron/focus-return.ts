// Gives the focus back. A notification, the tray or the shortcut called the person to a card; once nothing is waiting, the
// focus goes back to where the person was.
import { isWaiting } from '../server/contract/selectors.ts';
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
