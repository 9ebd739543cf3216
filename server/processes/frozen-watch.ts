// Notices that another process is frozen: it was stopped by a signal (SIGSTOP), or has been silent for much longer
// than a busy machine explains. Time is counted in our own looks, not by a clock: while we do not run ourselves,
// because the machine sleeps or is overloaded, nothing counts.
import { CAN_STOP, readProcess } from './tree.ts';

export interface FrozenWatch {
  /** The process has sent something. */
  heard(): void;
  /** Twice is harmless. */
  stop(): void;
}

export type HowFrozen = 'stopped' | 'silent';

export interface FrozenWatchOptions {
  readonly pid: number;
  /** Whether anyone is waiting for the process; otherwise it is not checked. */
  isNeeded(): boolean;
  /**
   * Asks for a sign of life. Resolves with whether one came; never resolves if there is no answer. Absent if the
   * process cannot be asked: then only a stopped process counts as frozen, and after a longer time.
   */
  ping?(): Promise<boolean>;
  /** Called once; checking stops after that. */
  onFrozen(how: HowFrozen): void;
}

const LOOK_EVERY_MS = 1500;
/** A look this late means that we did not run either. */
const LATE_MS = 2 * LOOK_EVERY_MS;
/**
 * Stopped at this many looks in a row, after 4.5 to 6 s. A process that a shell or debugger stops for a moment is left
 * alone.
 */
const STOPPED_LOOKS = 3;
/** The same without a ping to confirm it: 9 to 10.5 s. */
const STOPPED_LOOKS_WITHOUT_PING = 6;
/** A ping unanswered for this many looks confirms that a process is stopped. */
const UNANSWERED_LOOKS = 2;
/** After this many silent looks, about 10 s, the process is pinged. */
const QUIET_LOOKS = 7;
/**
 * The process runs but has not answered for a minute: it hangs. The engine answers within 1 ms, and within 0.3 s while
 * it starts 20 threads.
 */
const SILENT_LOOKS = 40;

export function watchForFreeze(options: FrozenWatchOptions): FrozenWatch {
  const { pid, isNeeded, ping, onFrozen } = options;
  let lookedAt = performance.now();
  let quiet = 0;
  let stopped = 0;
  let unanswered = 0;
  let isAsked = false;
  let isAsking = false;

  function heard(): void {
    quiet = 0;
    unanswered = 0;
    isAsked = false;
  }

  function look(): void {
    const isLate = performance.now() - lookedAt > LATE_MS;
    lookedAt = performance.now();
    if (isLate || !isNeeded()) {
      heard();
      stopped = 0;
      return;
    }
    quiet += 1;
    if (isAsked) unanswered += 1;
    stopped = CAN_STOP && readProcess(pid)?.state === 'stopped' ? stopped + 1 : 0;
    if (ping && !isAsking && (stopped > 0 || quiet >= QUIET_LOOKS)) void ask(ping);
    const isStopped = ping
      ? stopped >= STOPPED_LOOKS && unanswered >= UNANSWERED_LOOKS
      : stopped >= STOPPED_LOOKS_WITHOUT_PING;
    if (!isStopped && unanswered < SILENT_LOOKS) return;
    stop();
    onFrozen(isStopped ? 'stopped' : 'silent');
  }

  async function ask(send: () => Promise<boolean>): Promise<void> {
    isAsked = true;
    isAsking = true;
    const isAlive = await send().catch(() => false);
    isAsking = false;
    if (isAlive) heard();
  }

  const timer = setInterval(look, LOOK_EVERY_MS);
  timer.unref();
  function stop(): void {
    clearInterval(timer);
  }
  return { heard, stop };
}
