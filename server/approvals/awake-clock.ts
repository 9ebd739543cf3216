// Measures time in which someone could have answered: it stands still while the machine sleeps or is locked.

export interface AwakeClock {
  /** Milliseconds from an arbitrary start; stands still during pauses. */
  now(): number;
  /** Calls back once when this much time has passed, not counting pauses. */
  after(ms: number, run: () => void): Deadline;
  /** Stops the clock until `resume`. Calling it twice is harmless. */
  pause(): void;
  resume(): void;
}

export interface Deadline {
  /** In ms since 1970; undefined while the clock stands still. */
  endsAt(): number | undefined;
  cancel(): void;
}

export function createAwakeClock(): AwakeClock {
  const pending = new Set<Pending>();
  let isPaused = false;
  let pausedAt = 0;
  let pausedMs = 0;

  return {
    now: () => (isPaused ? pausedAt : Date.now()) - pausedMs,

    after(ms, run) {
      const entry: Pending = { leftMs: ms, run: finish, timer: undefined, endsAt: 0 };
      function finish(): void {
        pending.delete(entry);
        run();
      }
      pending.add(entry);
      if (!isPaused) start(entry);
      return {
        endsAt: () => (isPaused ? undefined : entry.endsAt),
        cancel() {
          clearTimeout(entry.timer);
          pending.delete(entry);
        },
      };
    },

    pause() {
      if (isPaused) return;
      isPaused = true;
      pausedAt = Date.now();
      for (const entry of pending) {
        clearTimeout(entry.timer);
        entry.leftMs = Math.max(0, entry.endsAt - Date.now());
      }
    },

    resume() {
      if (!isPaused) return;
      isPaused = false;
      pausedMs += Date.now() - pausedAt;
      for (const entry of pending) start(entry);
    },
  };
}

/**
 * How long a question waits: the single source for the broker and for calls that clients continue with later requests.
 */
export interface AnswerTime {
  /** For questions asked from now on. */
  deadlineMs(): number;
  readonly clock: AwakeClock;
}

interface Pending {
  leftMs: number;
  readonly run: () => void;
  timer: NodeJS.Timeout | undefined;
  endsAt: number;
}

function start(entry: Pending): void {
  entry.endsAt = Date.now() + entry.leftMs;
  entry.timer = setTimeout(entry.run, entry.leftMs).unref();
}
