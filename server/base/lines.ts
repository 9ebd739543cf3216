// Reads whole lines from a stream and writes them to one, as bytes. node:readline also breaks lines at U+2028 in newer
// Node, and that character may appear unescaped in JSON.
import type { Readable, Writable } from 'node:stream';

const NEWLINE = 0x0a;

/** The text after the last line end. */
export interface RestOfLines {
  restBytes(): number;
  rest(): string;
  dropRest(): void;
}

/**
 * Calls back with each non-empty line, without its line end. The text after the last line end is left to the caller.
 */
export function readLines(stream: Readable, onLine: (line: string) => void): RestOfLines {
  let pieces: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      pieces.push(chunk.subarray(from, end));
      const line = (pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces)).toString();
      pieces = [];
      from = end + 1;
      if (line !== '') onLine(line);
    }
    if (from < chunk.length) pieces.push(chunk.subarray(from));
  });
  // A previous reader may have paused the stream, so resume it.
  stream.resume();
  return {
    restBytes: () => pieces.reduce((bytes, piece) => bytes + piece.length, 0),
    rest: () => Buffer.concat(pieces).toString(),
    dropRest() {
      pieces = [];
    },
  };
}

/** @returns counts the bytes since the last line end, with each chunk that comes */
export function countUnfinished(): (chunk: Uint8Array) => number {
  let bytes = 0;
  return (chunk) => {
    const end = chunk.lastIndexOf(NEWLINE);
    bytes = end < 0 ? bytes + chunk.length : chunk.length - end - 1;
    return bytes;
  };
}

/** Writes a line. While the target is full, its source is paused. */
export function writeLine(target: Writable, line: string, source?: Readable): void {
  if (!target.writable) return;
  if (target.write(`${line}\n`) || !source || source.isPaused()) return;
  source.pause();
  target.once('drain', () => source.resume());
}
