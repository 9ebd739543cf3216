// How long a list waits for a remote. One that takes longer is late: what waits is answered without it, and nobody waits
// for it again until it has answered.
import { waitAtMost } from '../base/deadline.ts';

export interface Patience {
  /**
   * Whether the work is done in time. It goes on in any case.
   * @throws what the work throws in time
   */
  waitFor(remote: string, work: Promise<unknown>): Promise<boolean>;
  /** Their tables have changed: they may be quick now. */
  forget(remotes: ReadonlySet<string>): void;
}

/** A program started with `npx` from its cache answered after 1.8 to 3.2 s on two busy cores. */
export const LIST_WAIT_MS = 5000;

export function createPatience(): Patience {
  const late = new Set<string>();
  return {
    async waitFor(remote, work) {
      let isDone = false;
      const done = work.then(() => {
        isDone = true;
        late.delete(remote);
      });
      await waitAtMost(late.has(remote) ? 0 : LIST_WAIT_MS, done);
      if (isDone) return true;
      late.add(remote);
      // Whoever began the work hears of its end.
      done.catch(() => undefined);
      return false;
    },
    forget(remotes) {
      for (const remote of remotes) late.delete(remote);
    },
  };
}
