// Whether the engine runs, as a window shows it, and what is said when it ends by itself.
import type { EngineNotification } from '../../engine/process/rpc.ts';
import type { HostObserver } from '../../host/host.ts';
import type { AppRun } from './app-run.ts';
import type { Say } from './notices.ts';
import type { ViewStore } from './view-store.ts';

export interface EngineWatch extends Pick<HostObserver, 'engineEvent' | 'engineChanged'> {
  show(): void;
  /** On purpose: nothing is said about its end. */
  restart(): Promise<void>;
}

export function watchEngine(options: {
  store: ViewStore;
  running(): AppRun | undefined;
  say: Say;
}): EngineWatch {
  const { store, running, say } = options;
  let isRestarting = false;

  function show(): void {
    const process = running()?.service.host.engineProcess();
    const before = store.state.engine;
    if (process?.pid === (before.kind === 'running' ? before.pid : undefined)) return;
    const engine = process ? ({ kind: 'running', ...process } as const) : ({ kind: 'idle' } as const);
    store.apply({ kind: 'set', parts: { engine } });
  }

  return {
    show,
    engineEvent(event: EngineNotification) {
      show();
      running()?.account.receive(event);
    },
    engineChanged() {
      // Its turns are told of next.
      const turns = store.state.threads.filter(
        ({ state }) => state === 'running' || state === 'needs-you',
      ).length;
      show();
      if (isRestarting || !running()) return;
      const ended = turns === 1 ? '1 turn ended' : `${turns} turns ended`;
      say(
        'error',
        `Codex stopped unexpectedly. ${ended}; nothing that was waiting has been run. It starts again with the next call.`,
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
      show();
    },
  };
}
