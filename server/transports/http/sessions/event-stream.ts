// An event stream as the answer to one HTTP request, with as few writes as may be: what is said in one go leaves in one
// piece, head included. That matters, since a system call costs more than all that is done for a small message.
import type { ServerResponse } from 'node:http';
import { keepAlive, SILENT_MS } from '../silence.ts';

export interface EventStream {
  /** @param text one event or more, complete */
  write(text: string): void;
  /** What goes with the first event, or with the head when there is none for a while. */
  begin(text: string): void;
  end(): void;
}

const HEADERS = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-cache, no-transform',
  Connection: 'keep-alive',
  'X-Accel-Buffering': 'no',
};

/**
 * @param options.headers beside those every event stream has
 * @param options.onGone its client has closed the connection before the end
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

  function writeHead(): void {
    if (!response.headersSent) response.writeHead(200, { ...HEADERS, ...headers });
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
    end() {
      if (hasEnded) return;
      hasEnded = true;
      stop();
      writeHead();
      response.end(pending);
    },
  };
}
