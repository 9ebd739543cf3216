// Quitting: asks first if turns are running, then ends everything in order. Signals do not ask, and a restart into a
// newer version waits instead.

import { app, dialog } from 'electron';
import { runningThreads } from '../server/contract/selectors.ts';
import type { ViewStore } from '../server/view/app/view-store.ts';
import { words } from './desktop-words.ts';

export interface Quitting {
  /**
   * Quits as soon as no turn runs, without a question. Returns a function that calls it off.
   * @param onQuit called right before
   */
  whenIdle(onQuit?: () => void): () => void;
  /** Quits as a person does, because a newer version was started. @param onStay they want to keep this one */
  giveWay(newer: string, onStay: () => void): void;
}

/**
 * @param options.pauseTurns prevents new turns
 * @param options.agreed called before windows are closed, so that they really close
 * @param options.close ends the host and everything it started
 * @param options.end the last step: quits, or starts what comes next
 */
export function quitInOrder(options: {
  store: ViewStore;
  pauseTurns(): void;
  agreed(): void;
  close(): Promise<void>;
  end(): void;
}): Quitting {
  const { store } = options;
  let isAgreed = false;
  let isOver = false;
  let isAsking = false;
  /** The newer app that waits for us. */
  let newer: { version: string; onStay: () => void } | undefined;

  app.on('before-quit', (event) => {
    const turns = runningThreads(store.state.threads).length;
    if (isAgreed || turns === 0) return options.agreed();
    event.preventDefault();
    if (!isAsking) void ask(turns);
  });

  app.on('will-quit', (event) => {
    if (isOver) return;
    event.preventDefault();
    void options.close().finally(() => {
      isOver = true;
      // Not within this event: where nothing had to be ended, Electron would not hear it.
      setImmediate(options.end);
    });
  });

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, quit);

  function quit(): void {
    isAgreed = true;
    app.quit();
  }

  async function ask(turns: number): Promise<void> {
    isAsking = true;
    const { response } = await dialog.showMessageBox({
      type: 'question',
      message: newer ? words.newerStarted(newer.version, turns) : words.turnsRunning(turns),
      buttons: [words.quitWhenDone, words.stopAndQuit, words.cancel],
      cancelId: 2,
      noLink: true,
    });
    isAsking = false;
    if (response === 2) newer?.onStay();
    newer = undefined;
    if (response === 1) quit();
    if (response !== 0) return;
    options.pauseTurns();
    whenIdle();
  }

  /** @returns a function that calls it off */
  function whenIdle(onQuit?: () => void): () => void {
    const isIdle = () => runningThreads(store.state.threads).length === 0;
    const go = () => {
      onQuit?.();
      quit();
    };
    if (isIdle()) {
      go();
      return () => undefined;
    }
    const unsubscribe = store.subscribe({
      onState() {
        if (!isIdle()) return;
        unsubscribe();
        go();
      },
    });
    return unsubscribe;
  }

  return {
    whenIdle,
    giveWay(version, onStay) {
      newer = { version, onStay };
      app.quit();
    },
  };
}
