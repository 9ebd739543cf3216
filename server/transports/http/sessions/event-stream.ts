// An event stream as the answer to one HTTP request, with as few writes as possible: events written in the same tick
// leave in one write, headers included. A system call costs more than everything else we do for a small message.
import type { ServerResponse } from 'node:http';
import { createWaits, type Waits } from '../../../base/waits.ts';
import { keepAlive, SILENT_MS } from '../silence.ts';

export interface EventStream {
  /** @param text one event or more, complete */
  write(text: string): void;
  /** Text to send before the first event, or with the headers if there is no event for a while. */
  begin(text: string): void;
  /** @param text the last events, complete */
  end(text?: string): void;
}

/** What streams wait for whose head has not been sent. */
export type Silences = Waits<() => void>;

export const createSilences = (): Silences => createWaits((flush) => flush());

/** Name and value in turns, which Node writes as they are. */
const HEADERS = [
  ...['Content-Type', 'text/event-stream'],
  ...['Cache-Control', 'no-cache, no-transform'],
  ...['Connection', 'keep-alive'],
  ...['X-Accel-Buffering', 'no'],
];

/**
 * @param options.sessionId as a header, in addition to those of every event stream
 * @param options.onGone called when the client closes the connection before the end
 */
export function openEventStream(
  response: ServerResponse,
  options: { sessionId: string | undefined; silences: Silences; onGone(): void },
): EventStream {
  let pending = '';
  let isScheduled = false;
  let hasEnded = false;
  let stopKeepAlive: (() => void) | undefined;
  const { sessionId, silences } = options;
  silences.begin(flush, SILENT_MS);

  response.on('close', () => {
    if (hasEnded) return;
    stop();
    options.onGone();
    hasEnded = true;
  });
  response.on('error', ignore);

  function stop(): void {
    silences.end(flush);
    stopKeepAlive?.();
  }

  function writeHead(lengthBytes?: number): void {
    if (response.headersSent) return;
    const session = sessionId === undefined ? [] : ['mcp-session-id', sessionId];
    const length = lengthBytes === undefined ? [] : ['Content-Length', String(lengthBytes)];
    response.writeHead(200, [...HEADERS, ...session, ...length]);
  }

  function flush(): void {
    isScheduled = false;
    if (hasEnded) return;
    silences.end(flush);
    stopKeepAlive ??= keepAlive(response);
    writeHead();
    if (pending) response.write(pending);
    else response.flushHeaders();
    pending = '';
  }

  return {
    begin(text) {
      pending += text;
    },
    write(text) {
      pending += text;
      if (isScheduled || hasEnded) return;
      isScheduled = true;
      setImmediate(flush);
    },
    end(text = '') {
      if (hasEnded) return;
      hasEnded = true;
      stop();
      pending += text;
      // With its length, Node writes head and body as one text; without it, as four pieces of a chunk.
      writeHead(Buffer.byteLength(pending));
      response.end(pending);
    },
  };
}

/** The end of the connection is what counts. */
function ignore(): void {}
