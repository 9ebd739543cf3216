// The global shortcut: registered as the settings say, and changed only to keys that nobody else has.
import { globalShortcut } from 'electron';
import { type ShortcutState, shownShortcut } from '../server/contract/shortcut.ts';
import { shortcutTaken } from '../server/errors/desktop.ts';
import { messageOf } from '../server/errors/error.ts';
import type { ViewStore } from '../server/view/app/view-store.ts';

export interface ShortcutKeeper {
  /**
   * Changes it. Empty: none.
   * @throws shortcut-taken, or what `save` throws; the keys so far stay
   */
  set(shortcut: string): Promise<void>;
}

/**
 * @param options.save stores it in the settings
 * @param options.onPress the person pressed the keys, in any program
 */
export function keepShortcut(options: {
  store: ViewStore;
  save(shortcut: string): Promise<void>;
  onPress(): void;
}): ShortcutKeeper {
  const { store } = options;
  let held = '';

  function show(shortcut: ShortcutState): void {
    store.apply({ kind: 'set', parts: { shortcut } });
  }

  /** @returns why not */
  function take(shortcut: string): string | undefined {
    if (shortcut === held || shortcut === '') return undefined;
    try {
      const isOurs = globalShortcut.register(shortcut, options.onPress);
      return isOurs ? undefined : shortcutTaken(shown(shortcut)).summary;
    } catch (error) {
      return messageOf(error);
    }
  }

  function settle(shortcut: string): void {
    if (held !== '' && held !== shortcut) globalShortcut.unregister(held);
    held = shortcut;
    show({ kind: shortcut === '' ? 'none' : 'set' });
  }

  /** To these keys, or to none when they cannot be had. */
  function change(shortcut: string): void {
    const why = take(shortcut);
    settle(why === undefined ? shortcut : '');
    if (why !== undefined) show({ kind: 'refused', why });
  }

  function follow(): void {
    const { shortcut } = store.state.settings;
    if (shortcut !== held) change(shortcut);
  }

  follow();
  store.subscribe({
    onState(events) {
      if (events.some((event) => event.kind === 'set' && event.parts.settings)) follow();
    },
  });

  return {
    async set(shortcut) {
      if (take(shortcut) !== undefined) throw shortcutTaken(shown(shortcut));
      const before = held;
      settle(shortcut);
      try {
        await options.save(shortcut);
      } catch (error) {
        change(before);
        throw error;
      }
    },
  };
}

function shown(shortcut: string): string {
  return shownShortcut(shortcut, process.platform === 'darwin');
}
