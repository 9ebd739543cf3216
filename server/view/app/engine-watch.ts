// Whether the engine runs, as the window shows it, and the notice when it ends by itself.
import { runningThreads } from '../../contract/selectors.ts';
import type { EngineNotification } from '../../engine/process/rpc.ts';
import type { HostObserver } from '../../host/host.ts';
import type { AppRun } from './app-run.ts';
import type { Say } from './notices.ts';
import type { ViewStore } from './view-store.ts';

export interface EngineWatch extends Pick<HostObserver, 'engineEvent' | 'engineChanged'> {
  showEngine(): void;
  /** A deliberate restart: its end is not reported. */
  restart(): Promise<void>;
}

export function watchEngine(options: {
  store: ViewStore;
  running(): AppRun | undefined;
  say: Say;
}): EngineWatch {
  const { store, running, say } = options;
  let isRestarting = false;

  function showEngine(): void {
    const process = running()?.service.host.engineProcess();
    const before = store.state.engine;
    if (process?.pid === (before.kind === 'running' ? before.pid : undefined)) return;
    const engine = process ? ({ kind: 'running', ...process } as const) : ({ kind: 'idle' } as const);
    store.apply({ kind: 'set', parts: { engine } });
  }

  return {
    showEngine,
    engineEvent(event: EngineNotification) {
      showEngine();
      running()?.account.receive(event);
    },
    engineChanged() {
      // The ends of its turns are reported next.
      const turns = runningThreads(store.state.threads).length;
      showEngine();
      if (isRestarting || !running()) return;
      const ended = turns === 1 ? '1 turn ended' : `${turns} turns ended`;
      say(
        'error',
        `Codex stopped unexpectedly. ${ended}, and nothing that was waiting was run. Codex starts again with the next call.`,
      );
    },
    async restart() {
      isRestarting = true;
      try {
        await running()?.service.host.engine.restart();
      } finally {
        isRestarting = false;
      }
      await running()?.account.refresh();
      showEngine();
    },
  };
}
