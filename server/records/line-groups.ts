// Groups the lines of clients' calls, so that a busy client costs one write in a while and not one for each call.
export interface LineGroups {
  /** Takes a line, which is written soon. */
  add(file: string, line: string): void;
  /** Writes what waits for this file. */
  flush(file: string): void;
  flushAll(): void;
}

/** So much a process that is killed may lose. */
const WRITE_AFTER_MS = 250;

/** @param write writes the lines of a file, in their order; must not throw */
export function createLineGroups(write: (file: string, lines: readonly string[]) => void): LineGroups {
  const waiting = new Map<string, string[]>();
  let timer: NodeJS.Timeout | undefined;

  function flush(file: string): void {
    const lines = waiting.get(file);
    waiting.delete(file);
    if (lines) write(file, lines);
  }

  function flushAll(): void {
    clearTimeout(timer);
    timer = undefined;
    for (const file of [...waiting.keys()]) flush(file);
  }

  return {
    add(file, line) {
      const lines = waiting.get(file);
      if (lines) lines.push(line);
      else waiting.set(file, [line]);
      timer ??= setTimeout(flushAll, WRITE_AFTER_MS);
    },
    flush,
    flushAll,
  };
}
