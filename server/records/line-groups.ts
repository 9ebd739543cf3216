// Groups the lines of clients' calls, so that a busy client costs one write in a while and not one for each call. What
// makes lines of them runs then too: many at once cost half as much as one by one.
export interface LineGroups<Content> {
  /** Takes what becomes a line, which is written soon. */
  add(file: string, content: Content): void;
  /** Writes what waits for this file. */
  flush(file: string): void;
  flushAll(): void;
}

/** So much a process that is killed may lose. */
const WRITE_AFTER_MS = 250;

/** @param write writes the lines of a file, in their order; must not throw */
export function createLineGroups<Content>(
  write: (file: string, contents: readonly Content[]) => void,
): LineGroups<Content> {
  const waiting = new Map<string, Content[]>();
  let timer: NodeJS.Timeout | undefined;

  function flush(file: string): void {
    const contents = waiting.get(file);
    waiting.delete(file);
    if (contents) write(file, contents);
  }

  function flushAll(): void {
    clearTimeout(timer);
    timer = undefined;
    for (const file of [...waiting.keys()]) flush(file);
  }

  return {
    add(file, content) {
      const contents = waiting.get(file);
      if (contents) contents.push(content);
      else waiting.set(file, [content]);
      timer ??= setTimeout(flushAll, WRITE_AFTER_MS);
    },
    flush,
    flushAll,
  };
}
