// Many that wait, each for a time of its own, on one timer: almost all of them are over long before their time, and a
// timer for each costs more than everything else about it.
import { MAX_TIMER_MS } from './deadline.ts';

export interface Waits<Key> {
  /** @param ms at most MAX_TIMER_MS */
  begin(key: Key, ms: number): void;
  /** It is over: its time does not come any more. */
  end(key: Key): void;
  /** Everybody's time begins anew. */
  restart(): void;
}

interface Wait {
  readonly ms: number;
  dueAt: number;
}

/** @param onDue called when the time of one has come, which then waits no more */
export function createWaits<Key>(onDue: (key: Key, ms: number) => void): Waits<Key> {
  const waiting = new Map<Key, Wait>();
  let timer: NodeJS.Timeout | undefined;
  /** When the timer looks next. It goes on when nobody waits, and then keeps no process alive. */
  let looksAt = Number.POSITIVE_INFINITY;

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
    const due = [...waiting].filter(([, { dueAt }]) => dueAt <= now);
    for (const [key] of due) waiting.delete(key);
    for (const { dueAt } of waiting.values()) lookAt(dueAt, now);
    for (const [key, { ms }] of due) onDue(key, ms);
  }

  return {
    begin(key, ms) {
      const now = performance.now();
      if (waiting.size === 0) timer?.ref();
      waiting.set(key, { ms, dueAt: now + ms });
      lookAt(now + ms, now);
    },
    end(key) {
      if (waiting.delete(key) && waiting.size === 0) timer?.unref();
    },
    restart() {
      const now = performance.now();
      for (const wait of waiting.values()) wait.dueAt = now + wait.ms;
    },
  };
}
