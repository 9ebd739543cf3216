// Reads whole lines from a stream and writes them to one, as bytes. node:readline also breaks lines at U+2028 in newer
// Node, and that character may appear unescaped in JSON.
import type { Readable, Writable } from 'node:stream';
import { LINE_END_BYTES, type LineEnds } from './long-line.ts';
import { isTooDeep } from './nesting.ts';

const NEWLINE = 0x0a;
const BYTE_ORDER_MARK = '\ufeff';

/** The text after the last line end. */
export interface RestOfLines {
  restBytes(): number;
  rest(): string;
  dropRest(): void;
  /** Calls back with it: the stream has ended, and nothing follows. */
  takeRest(): void;
  /** Reads no further. */
  stop(): void;
}

/** What to do about lines that are longer than a message may be, or nested deeper. Long ones are not kept. */
export interface LineBound {
  readonly maxBytes: number;
  /**
   * Called when a line becomes too long, and, unless that was enough, again at its end.
   * @returns whether it was enough
   */
  onTooLong(ends: LineEnds): boolean;
  onTooDeep(line: string): void;
}

/**
 * Calls back with each non-empty line, without its line end, and without the byte order mark that programs on Windows write first. The text after the last line end is left to the caller.
 * @param bound if absent, lines may have any length and depth
 */
export function readLines(stream: Readable, onLine: (line: string) => void, bound?: LineBound): RestOfLines {
  let pieces: Buffer[] = [];
  let bytes = 0;
  let isFirst = true;
  /** Of a line that is too long, and is being dropped. */
  let dropped: { readonly head: string; isDone: boolean } | undefined;

  function add(piece: Buffer): void {
    pieces.push(piece);
    bytes += piece.length;
    if (!bound || bytes <= bound.maxBytes) return;
    const whole = Buffer.concat(pieces);
    if (!dropped) {
      const head = whole.toString('utf8', 0, LINE_END_BYTES);
      dropped = { head, isDone: bound.onTooLong({ head }) };
    }
    // Only the end may still be needed.
    pieces = [Buffer.from(whole.subarray(-LINE_END_BYTES))];
  }

  function take(): string {
    const line = (pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces)).toString();
    pieces = [];
    bytes = 0;
    return line;
  }

  function end(): void {
    const whole = take();
    const line = isFirst && whole.startsWith(BYTE_ORDER_MARK) ? whole.slice(1) : whole;
    isFirst = false;
    if (dropped) {
      if (!dropped.isDone) bound?.onTooLong({ head: dropped.head, tail: line });
      dropped = undefined;
    } else if (bound && isTooDeep(line)) bound.onTooDeep(line);
    else if (line !== '') onLine(line);
  }

  function read(chunk: Buffer): void {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      add(chunk.subarray(from, at));
      from = at + 1;
      end();
    }
    if (from < chunk.length) add(chunk.subarray(from));
  }

  stream.on('data', read);
  // A previous reader may have paused the stream, so resume it.
  stream.resume();
  return {
    restBytes: () => bytes,
    rest: () => Buffer.concat(pieces).toString(),
    dropRest: () => void take(),
    takeRest: end,
    stop: () => void stream.off('data', read),
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
