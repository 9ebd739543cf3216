// Whether the engine runs, as the window shows it, and why it does not: it stopped by itself, or cannot be started.
import { runningThreads } from '../../contract/selectors.ts';
import type { EngineNotification } from '../../engine/process/rpc.ts';
import { errorCodes } from '../../errors/codes.ts';
import { PatchbayError } from '../../errors/error.ts';
import type { HostObserver } from '../../host/host.ts';
import type { AppRun } from './app-run.ts';
import type { ViewStore } from './view-store.ts';

export interface EngineWatch extends Pick<HostObserver, 'engineEvent' | 'engineChanged'> {
  showEngine(): void;
  /** Something that needs the engine has failed: the state must say why, at once. */
  callFailed(error: unknown): void;
  /** A deliberate restart: its end is not reported. */
  restart(): Promise<void>;
}

export function watchEngine(options: {
  store: ViewStore;
  running(): AppRun | undefined;
  redact(text: string): string;
}): EngineWatch {
  const { store, running, redact } = options;
  let isRestarting = false;

  function showEngine(): void {
    const process = running()?.service.host.engineProcess();
    const before = store.state.engine;
    if (process?.pid === (before.kind === 'running' ? before.pid : undefined)) return;
    const engine = process ? ({ kind: 'running', ...process } as const) : ({ kind: 'idle' } as const);
    store.apply({ kind: 'set', parts: { engine } });
    // It could not be asked before.
    if (process && store.state.account.kind === 'unreadable') void running()?.account.refresh();
  }

  function showFailed(message: string): void {
    store.apply({ kind: 'set', parts: { engine: { kind: 'failed', message: redact(message) } } });
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
      const lost = turns > 0 ? ` ${ended}, and nothing that was waiting was run.` : '';
      showFailed(`Codex stopped unexpectedly.${lost} Codex starts again with the next call.`);
    },
    callFailed(error) {
      if (!(error instanceof PatchbayError)) return;
      const { code, messageInWindow } = error;
      // Perhaps it was signed in when it was last asked.
      if (code === 'not-signed-in') void running()?.account.refresh();
      const isOfEngine = (errorCodes.engine as readonly string[]).includes(code);
      if (!isOfEngine || code === 'not-signed-in') return;
      if (!running()?.service.host.engineProcess()) showFailed(messageInWindow);
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
