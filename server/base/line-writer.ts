// Writes lines to a stream. Those of one round of the event loop leave in one write: a system call costs more than all
// else that is done for a small message.
import type { Writable } from 'node:stream';

export interface LineWriter {
  /** @param line without its line end */
  write(line: string): void;
  /** Writes what waits at once. */
  flush(): void;
}

export function createLineWriter(target: Writable): LineWriter {
  let waiting = '';

  function flush(): void {
    if (waiting === '') return;
    const text = waiting;
    waiting = '';
    if (target.writable) target.write(text);
  }

  return {
    write(line) {
      if (waiting === '') setImmediate(flush);
      waiting += `${line}\n`;
    },
    flush,
  };
}
