// One notification for each remote that needs a sign-in: shown when that begins, withdrawn when it is over. A click
// opens the remote's page.
import { Notification } from 'electron';
import type { WindowPlace } from '../server/contract/ipc.ts';
import type { ViewStore } from '../server/view/app/view-store.ts';
import { words } from './desktop-words.ts';

/** @param options.isFocused whether the person looks at the window already */
export function notifyOfSignIns(options: {
  store: ViewStore;
  isFocused(): boolean;
  open(place: WindowPlace): void;
}): { close(): void } {
  const { store } = options;
  // Held until they close: one that is garbage-collected loses its click.
  const shown = new Map<string, Notification>();
  /** Already seen in the window or notified: not repeated until someone has signed in. */
  const told = new Set<string>();

  function withdraw(remote: string): void {
    shown.get(remote)?.close();
    shown.delete(remote);
  }

  function refresh(): void {
    const wanting = new Set(
      store.state.remotes.flatMap(({ name, status }) => (status.kind === 'needs-sign-in' ? [name] : [])),
    );
    for (const remote of shown.keys()) if (!wanting.has(remote)) withdraw(remote);
    for (const remote of told) if (!wanting.has(remote)) told.delete(remote);
    for (const remote of wanting) {
      if (told.has(remote)) continue;
      told.add(remote);
      if (store.state.settings.notifies && !options.isFocused()) show(remote);
    }
  }

  function show(remote: string): void {
    const notification = new Notification({ title: words.signInTitle(remote), body: words.signInBody });
    shown.set(remote, notification);
    notification.on('click', () => options.open({ page: 'remotes', remote }));
    notification.show();
  }

  const unsubscribe = store.subscribe({ onState: refresh });
  return {
    close() {
      unsubscribe();
      for (const remote of [...shown.keys()]) withdraw(remote);
    },
  };
}
