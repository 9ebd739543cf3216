// What another program writes on standard error. It may write anything, also without end.
import type { Readable } from 'node:stream';

/** More of one line is dropped. */
export const MAX_ERROR_LINE_CHARS = 64 * 1024;

const LINE_END = /\r\n|[\r\n]/;

/** Calls back with each line that is not empty, the last one also without a line end. */
export function readErrorLines(stream: Readable, onLine: (line: string) => void): void {
  let line = '';

  function end(): void {
    if (line !== '') onLine(line);
    line = '';
  }

  stream.setEncoding('utf8').on('data', (text: string) => {
    const [first = '', ...others] = text.split(LINE_END);
    add(first);
    for (const other of others) {
      end();
      add(other);
    }
  });
  stream.once('end', end);

  function add(text: string): void {
    line += text.slice(0, MAX_ERROR_LINE_CHARS - line.length);
  }
}
