// For work that only its last request counts of, such as a search while its words are typed.

export interface Latest {
  /**
   * One task of an asker runs at a time. The signal of one that runs is aborted when a newer one comes, and one that
   * still waits never begins.
   * @throws what the task throws; `superseded` for a task whose place was taken
   */
  run<T>(asker: string, task: (signal: AbortSignal) => Promise<T>): Promise<T>;
}

interface Asked {
  readonly superseded: AbortController;
  readonly ended: Promise<unknown>;
}

/** @param reason makes the error for whoever asked for what was superseded */
export function createLatest(reason: () => Error): Latest {
  const current = new Map<string, Asked>();

  return {
    async run(asker, task) {
      const before = current.get(asker);
      const superseded = new AbortController();
      const { signal } = superseded;
      const result = (before?.ended ?? Promise.resolve()).then(() => {
        signal.throwIfAborted();
        return task(signal);
      });
      const asked: Asked = { superseded, ended: result.then(nothing, nothing) };
      current.set(asker, asked);
      before?.superseded.abort(reason());
      try {
        return await Promise.race([result, whenAborted(signal)]);
      } finally {
        if (current.get(asker) === asked) current.delete(asker);
      }
    },
  };
}

function nothing(): void {}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
