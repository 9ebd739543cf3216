// What the person wants of a newer version: to look for it, to restart into it, or not yet. It is installed when no turn
// runs, after everything has ended in order.
import { app } from 'electron';
import type { CommandHandlers } from '../server/contract/commands.ts';
import type { UpdateState } from '../server/contract/updates.ts';
import { messageOf } from '../server/errors/error.ts';
import { noUpdate } from '../server/errors/updates.ts';
import type { Logger } from '../server/logging/logger.ts';
import type { UpdateWatch } from '../server/view/app/update-watch.ts';
import type { ViewStore } from '../server/view/app/view-store.ts';
import { linkIn } from './app-links.ts';

type UpdateCommandName = 'look-for-update' | 'restart-to-update' | 'keep-version';

export interface Updating {
  readonly commands: CommandHandlers<UpdateCommandName>;
  /** The last thing of this app: starts the newer one if the person wanted that. */
  end(): void;
}

/**
 * @param options.quitWhenIdle quits as soon as no turn runs, and says so right before; returns a function that calls it
 *   off
 */
export function createUpdating(options: {
  store: ViewStore;
  watch: UpdateWatch;
  logger: Logger;
  quitWhenIdle(onQuit: () => void): () => void;
}): Updating {
  const { store, watch, logger } = options;
  let callOff: (() => void) | undefined;
  /** Set when the app quits for it, not when the session ends meanwhile. */
  let install: (() => void) | undefined;

  function show(state: UpdateState): void {
    store.apply({ kind: 'set', parts: { updates: { ...store.state.updates, state } } });
  }

  async function prepare(version: string): Promise<() => void> {
    const found = watch.fetchable();
    if (found?.version !== version) throw noUpdate();
    show({ kind: 'downloading', version, percent: 0 });
    const { fetchUpdate } = await import('./self-update.ts');
    const fetched = await fetchUpdate({
      ...found,
      logger,
      onProgress: (percent) => show({ kind: 'downloading', version, percent }),
    });
    return fetched.install;
  }

  return {
    commands: {
      'look-for-update': () => watch.look(),
      async 'restart-to-update'() {
        const { state } = store.state.updates;
        if (state.kind !== 'offered') throw noUpdate();
        const { version, way } = state;
        if (way !== 'restart' && way !== 'fetch') throw noUpdate();
        try {
          const start = way === 'fetch' ? await prepare(version) : relaunch;
          show({ kind: 'waiting', version });
          callOff = options.quitWhenIdle(() => {
            install = start;
          });
        } catch (error) {
          show({ kind: 'offered', version, way, problem: messageOf(error) });
          throw error;
        }
      },
      async 'keep-version'() {
        callOff?.();
        if (store.state.updates.state.kind !== 'waiting') return;
        show({ kind: 'unknown' });
        await watch.look();
      },
    },
    end() {
      if (install) install();
      else app.quit();
    },
  };
}

/** As it was started, but for a link that was opened long ago. */
function relaunch(): void {
  const words = process.argv.slice(1);
  const link = linkIn(words);
  app.relaunch({ args: words.filter((word) => word !== link && word !== '--hidden') });
  app.quit();
}
