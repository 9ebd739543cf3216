// Whole lines out of a stream and into one, as bytes: unlike node:readline, which in newer Node also breaks lines at
// U+2028, and those may stand unescaped inside JSON.
import type { Readable, Writable } from 'node:stream';

const NEWLINE = 0x0a;

/** What came after the last line end. */
export interface RestOfLines {
  restBytes(): number;
  rest(): string;
  dropRest(): void;
}

/** Calls back with each line that is not empty, without its end. What follows the last line end is left to the caller. */
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
  // A stream that was paused while somebody else read from it stays so until it is told.
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

/** Writes a line; while the target is full, the source it came from rests. */
export function writeLine(target: Writable, line: string, source?: Readable): void {
  if (!target.writable) return;
  if (target.write(`${line}\n`) || !source || source.isPaused()) return;
  source.pause();
  target.once('drain', () => source.resume());
}
