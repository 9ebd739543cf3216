// Whether config.toml can be used: by us for the remotes, by the engine for everything else. Checked whenever the file
// is read, so that a problem disappears once it is fixed.

import type { ConfigProblem } from '../../contract/config-problem.ts';
import { messageOf } from '../../errors/error.ts';
import type { Host } from '../../host/host.ts';
import type { Logger } from '../../logging/logger.ts';
import type { ViewStore } from './view-store.ts';

export interface ConfigWatch {
  /** Twice is harmless. */
  close(): void;
}

/** @param options.onRead called when the file was read and checked: other things that depend on it must be refreshed */
export function watchConfig(options: {
  store: ViewStore;
  host: Pick<Host, 'checkConfig' | 'remotes'>;
  redact(text: string): string;
  logger: Logger;
  onRead(): void;
}): ConfigWatch {
  const { store, host, redact, logger, onRead } = options;
  const { registry } = host.remotes;
  let looks = 0;
  let isClosed = false;

  function show(problem: ConfigProblem | null): void {
    const configProblem = problem && { ...problem, reason: redact(problem.reason) };
    store.apply({ kind: 'set', parts: { configProblem } });
  }

  async function look(): Promise<void> {
    looks += 1;
    const mine = looks;
    const problem = registry.problem ? ({ ...registry.problem, concerns: 'all' } as const) : await ofEngine();
    // The file has changed in the meantime, and a later check reports its current state.
    if (isClosed || mine !== looks) return;
    show(problem);
    onRead();
  }

  async function ofEngine(): Promise<ConfigProblem | null> {
    try {
      const broken = await host.checkConfig();
      if (!broken) return null;
      const { file, line, reason, summary } = broken;
      logger.warn('config-refused', { file, line, message: summary });
      return { file, line, reason, heldSince: undefined, concerns: 'codex' };
    } catch (error) {
      logger.warn('config-not-checked', { message: messageOf(error) });
      return null;
    }
  }

  const stop = registry.onRead(() => void look());
  void look();
  return {
    close() {
      isClosed = true;
      stop();
      show(null);
    },
  };
}
