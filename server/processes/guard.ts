// Makes sure that no process we started outlives us, however we end. Registrations go down a pipe to a watchdog
// process (watchdog-main.ts); when the pipe closes, for whatever reason, the watchdog kills what is registered.
import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { backOffMs } from '../base/back-off.ts';

export interface ProcessGuard {
  /**
   * Registers the root of a process tree: a child of ours that is running. Starts the watchdog at the first call.
   * Roots started `detached` are guarded best: membership in their session proves that a process belongs to their
   * tree. So does the mark of tree-mark.ts in the environment. The watchdog needs about 60 ms to start; of a root that
   * ends earlier it finds only what has the mark.
   * @param mark the one the root was started with; a process has no environment to read for a moment after its start
   */
  watch(pid: number, mark?: string): void;
  /** This root has ended or is no longer wanted: what is left of its tree, root included, is killed now. */
  release(pid: number): void;
  /**
   * Ends the watchdog, which first kills every registered tree. Resolves when it has exited, or after 2 s: then it
   * finishes on its own, because killing it halfway would leave processes behind. Calling twice is harmless.
   */
  close(): Promise<void>;
}

export interface ProcessGuardOptions {
  /** Path of the watchdog's program: watchdog-main.ts, or its bundle. */
  watchdogFile: string;
  /** Receives a sentence when the watchdog cannot be started, ends by itself or takes too long. */
  onProblem(message: string): void;
}

/** The watchdog gives up after 1.5 s, except on Windows, which needs seconds to list its processes. */
const CLOSE_WAIT_MS = process.platform === 'win32' ? 10_000 : 2_000;
/** A watchdog that ran this long was healthy, so its successor starts at once. */
const LIVED_WELL_MS = 10_000;
const LONGEST_PAUSE_MS = 60_000;

export function createProcessGuard({ watchdogFile, onProblem }: ProcessGuardOptions): ProcessGuard {
  const roots = new Map<number, string | undefined>();
  let watchdog: ChildProcess | undefined;
  let restart: NodeJS.Timeout | undefined;
  let earlyDeaths = 0;
  let closing = Promise.resolve();

  function start(): ChildProcess {
    clearTimeout(restart);
    const startedAtMs = performance.now();
    const child = startWatchdog(watchdogFile, (reason) => {
      // close() has taken it over.
      if (watchdog !== child) return;
      watchdog = undefined;
      if (roots.size === 0) return;
      earlyDeaths = performance.now() - startedAtMs < LIVED_WELL_MS ? earlyDeaths + 1 : 0;
      const pauseMs = backOffMs(earlyDeaths, { free: 1, longestMs: LONGEST_PAUSE_MS });
      onProblem(`The watchdog over our child processes ${reason}; starting it again in ${pauseMs} ms.`);
      restart = setTimeout(start, pauseMs).unref();
    });
    watchdog = child;
    for (const [pid, mark] of roots) tell(child, watchLine(pid, mark));
    return child;
  }

  return {
    watch(pid, mark) {
      if (!Number.isInteger(pid) || pid < 2 || pid === process.pid) {
        throw new RangeError(`${pid} is not the process id of a child.`);
      }
      roots.set(pid, mark);
      if (watchdog) tell(watchdog, watchLine(pid, mark));
      else start();
    },
    release(pid) {
      if (!roots.has(pid)) return;
      tell(watchdog ?? start(), `release ${pid}`);
      roots.delete(pid);
    },
    close() {
      clearTimeout(restart);
      const child = watchdog ?? (roots.size > 0 ? start() : undefined);
      watchdog = undefined;
      roots.clear();
      if (child) closing = endWatchdog(child, onProblem);
      return closing;
    },
  };
}

function startWatchdog(file: string, onEnd: (reason: string) => void): ChildProcess {
  const child = spawn(process.execPath, [file], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '' },
    stdio: ['pipe', 'ignore', 'ignore'],
    // A session of its own: neither Ctrl-C nor a kill of our process group reaches it.
    detached: true,
    windowsHide: true,
  });
  child.once('error', (error) => onEnd(`could not be started (${error.message})`));
  child.once('exit', (code, signal) => onEnd(`ended by itself (${signal ?? `exit code ${code}`})`));
  // Writing to a watchdog that has just died. Its exit event reports that.
  child.stdin?.on('error', () => {});
  child.unref();
  (child.stdin as Socket | null)?.unref();
  return child;
}

function watchLine(pid: number, mark: string | undefined): string {
  return mark === undefined ? `watch ${pid}` : `watch ${pid} ${mark}`;
}

function tell(watchdog: ChildProcess, line: string): void {
  watchdog.stdin?.write(`${line}\n`);
}

function endWatchdog(watchdog: ChildProcess, onProblem: (message: string) => void): Promise<void> {
  return new Promise((resolve) => {
    const finish = (problem?: string) => {
      clearTimeout(limit);
      watchdog.unref();
      if (problem) onProblem(`While closing, the watchdog over our child processes ${problem}.`);
      resolve();
    };
    const limit = setTimeout(() => finish('took long; it goes on alone'), CLOSE_WAIT_MS);
    watchdog.once('error', (error) => finish(`could not be started (${error.message})`));
    watchdog.once('exit', (code, signal) =>
      finish(code === 0 ? undefined : `was ended (${signal ?? `exit code ${code}`})`),
    );
    watchdog.ref();
    watchdog.stdin?.end();
  });
}
