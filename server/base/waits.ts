// Many that wait, each for a time of its own, on one timer: almost all of them are over long before their time, and a
// timer for each costs more than everything else about it. They stand in a list that is linked both ways, not in a Map: a Map
// makes a new table every few changes, and each old table keeps what stood in it, with whole answers, until V8 collects everything.
import { MAX_TIMER_MS } from './deadline.ts';

export interface Waits<Key> {
  /** @param ms at most MAX_TIMER_MS */
  begin(key: Key, ms: number): Wait<Key>;
  /** It is over: its time does not come any more. Calling it twice is harmless. */
  end(wait: Wait<Key>): void;
  /** Everybody's time begins anew. */
  restart(): void;
}

export interface Wait<Key> {
  readonly key: Key;
  readonly ms: number;
  dueAt: number;
  isOver: boolean;
  before: Wait<Key> | undefined;
  after: Wait<Key> | undefined;
}

/** @param onDue called when the time of one has come, which then waits no more */
export function createWaits<Key>(onDue: (key: Key, ms: number) => void): Waits<Key> {
  let first: Wait<Key> | undefined;
  let last: Wait<Key> | undefined;
  let timer: NodeJS.Timeout | undefined;
  /** When the timer looks next. It goes on when nobody waits, and then keeps no process alive. */
  let looksAt = Number.POSITIVE_INFINITY;

  function remove(wait: Wait<Key>): void {
    const { before, after } = wait;
    if (before) before.after = after;
    else first = after;
    if (after) after.before = before;
    else last = before;
    wait.isOver = true;
    wait.before = undefined;
    wait.after = undefined;
  }

  function all(): Wait<Key>[] {
    const waiting: Wait<Key>[] = [];
    for (let wait = first; wait; wait = wait.after) waiting.push(wait);
    return waiting;
  }

  function lookAt(dueAt: number, now: number): void {
    if (dueAt >= looksAt) return;
    clearTimeout(timer);
    looksAt = dueAt;
    timer = setTimeout(look, Math.min(Math.ceil(dueAt - now), MAX_TIMER_MS));
  }

  function look(): void {
    looksAt = Number.POSITIVE_INFINITY;
    timer = undefined;
    const now = performance.now();
    const due = all().filter(({ dueAt }) => dueAt <= now);
    due.forEach(remove);
    for (let wait = first; wait; wait = wait.after) lookAt(wait.dueAt, now);
    for (const { key, ms } of due) onDue(key, ms);
  }

  return {
    begin(key, ms) {
      const now = performance.now();
      if (!first) timer?.ref();
      const wait = { key, ms, dueAt: now + ms, isOver: false, before: last, after: undefined };
      if (last) last.after = wait;
      else first = wait;
      last = wait;
      lookAt(wait.dueAt, now);
      return wait;
    },
    end(wait) {
      if (wait.isOver) return;
      remove(wait);
      if (!first) timer?.unref();
    },
    restart() {
      const now = performance.now();
      for (const wait of all()) wait.dueAt = now + wait.ms;
    },
  };
}
