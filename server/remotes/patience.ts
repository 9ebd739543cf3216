// How long a list waits for a remote. One that takes longer is late: what waits is answered without it, and nobody waits
// for it again until it has answered.
import { waitAtMost } from '../base/deadline.ts';
import type { RemoteTool } from './connection/connection.ts';

type ToolList = Promise<readonly RemoteTool[]>;

export interface Patience {
  /**
   * Whether the work is done in time. It goes on in any case.
   * @throws what the work throws in time
   */
  waitFor(remote: string, work: Promise<unknown>): Promise<boolean>;
  /**
   * The tools of a remote for those who could share a connection to it. While it is late, its list that is under way
   * serves them all: another one would need a connection of its own.
   * @param sharers who could share; the same text for all of them
   */
  listFor(remote: string, sharers: string, list: () => ToolList): ToolList;
  /** Their tables have changed: they may be quick now. */
  forget(remotes: ReadonlySet<string>): void;
}

/** A program started with `npx` from its cache answered after 1.8 to 3.2 s on two busy cores. */
export const LIST_WAIT_MS = 5000;

export function createPatience(): Patience {
  const late = new Set<string>();
  /** Remote → sharers → the list that was begun last. */
  const underWay = new Map<string, Map<string, ToolList>>();
  return {
    listFor(remote, sharers, list) {
      const lists = underWay.get(remote) ?? new Map<string, ToolList>();
      underWay.set(remote, lists);
      const current = lists.get(sharers);
      if (current && late.has(remote)) return current;
      const begun = list();
      lists.set(sharers, begun);
      const forget = () => {
        if (lists.get(sharers) === begun) lists.delete(sharers);
      };
      begun.then(forget, forget);
      return begun;
    },
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
      for (const remote of remotes) {
        late.delete(remote);
        underWay.delete(remote);
      }
    },
  };
}
