// Items that arrive at their own pace and are taken one at a time.

export interface Queue<T> {
  push(item: T): void;
  /** No more items will come. */
  end(): void;
  /** The next item, now or when it comes; undefined at the end. Only one caller at a time. */
  next(): Promise<T | undefined>;
}

export function createQueue<T>(): Queue<T> {
  const items: T[] = [];
  let hasEnded = false;
  let give: ((item: T | undefined) => void) | undefined;

  /** A waiting caller gets one item; later items are kept for the next call. */
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
