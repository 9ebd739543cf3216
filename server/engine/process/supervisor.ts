// Keeps one engine running for a host: started on first use and again after it died, with a longer delay each time it
// dies soon after starting.

import { backOffMs } from '../../base/back-off.ts';
import { createListeners } from '../../base/listeners.ts';
import { engineKeepsStopping } from '../../errors/engine.ts';
import type { PatchbayError } from '../../errors/error.ts';
import { shuttingDown } from '../../errors/threads.ts';
import { withoutLogFields } from '../../logging/context.ts';
import { type AppServer, type AppServerOptions, startAppServer } from './app-server.ts';

/** What those do with a running engine who work with it. */
export type EngineHandlers = Pick<AppServerOptions, 'onRequest' | 'onNotification' | 'isAwaited'>;

export interface Engine {
  /** Says who answers and listens to every engine that runs: once, before the first `get`. */
  connect(handlers: EngineHandlers): void;
  /**
   * The running engine; starts one if there is none.
   * @throws engine-keeps-stopping while it is backing off, shutting-down, and what startAppServer throws
   */
  get(): Promise<AppServer>;
  /** The engine's process, if one runs now. */
  readonly process: Pick<AppServer, 'pid' | 'version'> | undefined;
  /** Calls back, with the error for those who were waiting, each time a running engine ends unexpectedly. */
  onStopped(listener: (reason: PatchbayError) => void): void;
  /** Ends the running engine, if any: its turns end, and the next call starts another. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** An engine that ran at least this long did not fail at start. */
const STABLE_AFTER_MS = 10_000;
const LONGEST_BACK_OFF_MS = 30_000;

export function superviseEngine(
  options: Omit<AppServerOptions, 'binary' | 'signal' | keyof EngineHandlers> & {
    /** Called for each start, so that a corrected setting applies without restarting Patchbay. */
    resolveBinary(): string;
  },
): Engine {
  const { logger } = options;
  const listeners = createListeners<[reason: PatchbayError]>();
  let handlers: EngineHandlers | undefined;
  let running: Promise<AppServer> | undefined;
  const closing = new AbortController();
  let process: AppServer | undefined;
  let quickDeaths = 0;
  let notBefore = 0;
  let lastDetail = '';

  async function start(): Promise<AppServer> {
    if (!handlers) throw new Error('Nobody is connected to the engine.');
    const waitMs = notBefore - Date.now();
    if (waitMs > 0) throw engineKeepsStopping(waitMs, lastDetail);
    const startedAt = Date.now();
    const server = await startAppServer({
      ...options,
      ...handlers,
      binary: options.resolveBinary(),
      signal: closing.signal,
    });
    logger.info('engine-started', { pid: server.pid, version: server.version, ms: Date.now() - startedAt });
    process = server;
    void server.ended.then(({ detail, reason }) => {
      running = undefined;
      process = undefined;
      if (closing.signal.aborted) return;
      lastDetail = detail;
      logger.error('engine-stopped', { pid: server.pid, message: detail });
      backOff(Date.now() - startedAt);
      listeners.tell(reason);
    });
    return server;
  }

  /** After the first quick death there is no delay: a crash is followed by an immediate restart. */
  function backOff(livedMs: number): void {
    quickDeaths = livedMs < STABLE_AFTER_MS ? quickDeaths + 1 : 0;
    notBefore = Date.now() + backOffMs(quickDeaths, { free: 2, longestMs: LONGEST_BACK_OFF_MS });
  }

  return {
    connect(given) {
      handlers = given;
    },
    get() {
      if (closing.signal.aborted) return Promise.reject(shuttingDown());
      if (!running) {
        // The engine outlives the call that happens to start it.
        running = withoutLogFields(start);
        running.catch(() => {
          running = undefined;
        });
      }
      return running;
    },
    get process() {
      return process;
    },
    onStopped: listeners.add,
    async restart() {
      await process?.close();
    },
    async close() {
      closing.abort();
      const server = await running?.catch(() => undefined);
      await server?.close();
    },
  };
}
