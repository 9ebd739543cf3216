// Quitting: asks first if turns are running, then ends everything in order. Signals do not ask.

import { app, dialog } from 'electron';
import { runningThreads } from '../server/contract/selectors.ts';
import type { ViewStore } from '../server/view/app/view-store.ts';
import { words } from './desktop-words.ts';

/**
 * @param options.pauseTurns prevents new turns
 * @param options.agreed called before windows are closed, so that they really close
 * @param options.close ends the host and everything it started
 */
export function quitInOrder(options: {
  store: ViewStore;
  pauseTurns(): void;
  agreed(): void;
  close(): Promise<void>;
}): void {
  const { store } = options;
  let isAgreed = false;
  let isOver = false;

  app.on('before-quit', (event) => {
    const turns = runningThreads(store.state.threads).length;
    if (isAgreed || turns === 0) return options.agreed();
    event.preventDefault();
    void ask(turns);
  });

  app.on('will-quit', (event) => {
    if (isOver) return;
    event.preventDefault();
    void options.close().finally(() => {
      isOver = true;
      // Not within this event: where nothing had to be ended, Electron would not hear it.
      setImmediate(app.quit);
    });
  });

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, quit);

  function quit(): void {
    isAgreed = true;
    app.quit();
  }

  async function ask(turns: number): Promise<void> {
    const { response } = await dialog.showMessageBox({
      type: 'question',
      message: words.turnsRunning(turns),
      buttons: [words.quitWhenDone, words.stopAndQuit, words.cancel],
      cancelId: 2,
      noLink: true,
    });
    if (response === 1) quit();
    if (response !== 0) return;
    options.pauseTurns();
    const unsubscribe = store.subscribe({
      onState() {
        if (runningThreads(store.state.threads).length > 0) return;
        unsubscribe();
        quit();
      },
    });
  }
}
