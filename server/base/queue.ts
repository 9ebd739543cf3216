// What comes at its own pace, taken one by one.

export interface Queue<T> {
  push(item: T): void;
  /** Nothing comes any more. */
  end(): void;
  /** The next one, now or to come; undefined at the end. One taker at a time. */
  next(): Promise<T | undefined>;
}

export function createQueue<T>(): Queue<T> {
  const items: T[] = [];
  let hasEnded = false;
  let give: ((item: T | undefined) => void) | undefined;

  /** A taker gets one item: what comes after it is kept for the next. */
  function settle(item: T | undefined): void {
    give?.(item);
    give = undefined;
  }

  return {
    push(item) {
      if (!give) return void items.push(item);
      settle(item);
    },
    end() {
      hasEnded = true;
      settle(undefined);
    },
    next() {
      if (items.length > 0 || hasEnded) return Promise.resolve(items.shift());
      return new Promise((resolve) => {
        give = resolve;
      });
    },
  };
}
