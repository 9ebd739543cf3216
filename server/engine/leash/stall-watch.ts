// Notices that nothing has been heard of a turn for a while.

export interface StallWatch {
  /** Something was heard, or is known to be going on. */
  heard(): void;
  /** Silence is fine from now on: a question waits, or the turn is over. */
  pause(): void;
  resume(): void;
}

/** @param onStalled called with the time since which nothing was heard, in ms since 1970; undefined when that is over */
export function createStallWatch(
  stallMs: number,
  onStalled: (since: number | undefined) => void,
): StallWatch {
  let heardAt = Date.now();
  let isStalled = false;
  let isPaused = false;
  let timer: NodeJS.Timeout | undefined;

  /** Events come by the hundred, so none of them starts a timer. */
  function look(): void {
    const leftMs = heardAt + stallMs - Date.now();
    if (leftMs > 0) {
      timer = setTimeout(look, leftMs).unref();
      return;
    }
    timer = undefined;
    isStalled = true;
    onStalled(heardAt);
  }

  function heard(): void {
    heardAt = Date.now();
    if (isStalled) onStalled(undefined);
    isStalled = false;
    if (!isPaused) timer ??= setTimeout(look, stallMs).unref();
  }

  function pause(): void {
    isPaused = true;
    clearTimeout(timer);
    timer = undefined;
    if (isStalled) onStalled(undefined);
    isStalled = false;
  }

  heard();
  return {
    heard,
    pause,
    resume() {
      isPaused = false;
      heard();
    },
  };
}
