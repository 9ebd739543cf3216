// Ends "do not disturb" when its time is over, also one that was set in an earlier run.
import type { ViewStore } from '../server/view/app/view-store.ts';

/** A timer may end early, and longer ones than this overflow. */
const LONGEST_WAIT_MS = 60 * 60_000;

/** @param options.end turns it off in the settings */
export function endQuietInTime(options: { store: ViewStore; end(): void }): { close(): void } {
  const { store } = options;
  let timer: NodeJS.Timeout | undefined;

  function look(): void {
    clearTimeout(timer);
    const wish = store.state.settings.doNotDisturb;
    if (wish.kind !== 'until') return;
    const leftMs = wish.at - Date.now();
    if (leftMs <= 0) options.end();
    else timer = setTimeout(look, Math.min(leftMs, LONGEST_WAIT_MS));
  }

  look();
  const unsubscribe = store.subscribe({
    onState(events) {
      if (events.some((event) => event.kind === 'set' && event.parts.settings)) look();
    },
  });
  return {
    close() {
      unsubscribe();
      clearTimeout(timer);
    },
  };
}
