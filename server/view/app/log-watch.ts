// The log of this run as the window shows it: the existing lines, and new ones while the page is open.
import type { LogLevel } from '../../contract/log-levels.ts';
import { readLog } from '../../logging/log-files.ts';
import type { LogSink } from '../../logging/logger.ts';
import type { ViewStore } from './view-store.ts';

export interface LogWatch {
  /**
   * Sends every line from now on.
   * @returns the lines so far, one JSON object per line, the oldest first
   */
  follow(): { text: string };
  unfollow(): void;
  setLevel(level: LogLevel): void;
}

/** The maximum number of lines a window can show. */
const MAX_LINES = 100_000;

export function watchLog(log: LogSink, store: ViewStore): LogWatch {
  let stop: (() => void) | undefined;
  return {
    follow() {
      stop?.();
      stop = log.onLine((line) => store.tellLog(line));
      return { text: readLog(log.file, MAX_LINES).join('\n') };
    },
    unfollow() {
      stop?.();
      stop = undefined;
    },
    setLevel(level) {
      log.setLevel(level);
      log.logger.info('log-level-changed', { to: level });
      store.apply({ kind: 'set', parts: { logLevel: level } });
    },
  };
}
