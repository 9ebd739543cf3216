// An event stream as the answer to one HTTP request, with as few writes as possible: events written in the same tick
// leave in one write, headers included. A system call costs more than everything else we do for a small message.
import type { ServerResponse } from 'node:http';
import { keepAlive, SILENT_MS } from '../silence.ts';

export interface EventStream {
  /** @param text one event or more, complete */
  write(text: string): void;
  /** Text to send before the first event, or with the headers if there is no event for a while. */
  begin(text: string): void;
  /** @param text the last events, complete */
  end(text?: string): void;
}

const HEADERS = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-cache, no-transform',
  Connection: 'keep-alive',
  'X-Accel-Buffering': 'no',
};

/**
 * @param options.headers in addition to those of every event stream
 * @param options.onGone called when the client closes the connection before the end
 */
export function openEventStream(
  response: ServerResponse,
  { headers, onGone }: { headers: Readonly<Record<string, string>>; onGone(): void },
): EventStream {
  let pending = '';
  let isScheduled = false;
  let hasEnded = false;
  let stopKeepAlive: (() => void) | undefined;
  const silence = setTimeout(flush, SILENT_MS);

  response.once('close', () => {
    stop();
    if (!hasEnded) onGone();
    hasEnded = true;
  });
  response.on('error', () => undefined);

  function stop(): void {
    clearTimeout(silence);
    stopKeepAlive?.();
  }

  function writeHead(length: { 'Content-Length'?: number } = {}): void {
    if (!response.headersSent) response.writeHead(200, { ...HEADERS, ...headers, ...length });
  }

  function flush(): void {
    isScheduled = false;
    if (hasEnded) return;
    clearTimeout(silence);
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
      writeHead({ 'Content-Length': Buffer.byteLength(pending) });
      response.end(pending);
    },
  };
}
