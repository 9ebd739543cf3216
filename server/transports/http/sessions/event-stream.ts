// An event stream as the answer to one HTTP request, with as few writes as possible: events written in the same tick
// leave in one write, headers included. A system call costs more than everything else we do for a small message.
import type { ServerResponse } from 'node:http';
import { createWaits, type Wait, type Waits } from '../../../base/waits.ts';
import { keepAlive, SILENT_MS } from '../silence.ts';

export interface EventStream {
  /** @param text one event or more, complete */
  write(text: string): void;
  /** Text to send before the first event, or with the headers if there is no event for a while. */
  begin(text: string): void;
  /** @param text the last events, complete */
  end(text?: string): void;
}

/** The streams whose head has not been sent. */
export type Silences = Waits<Pick<ResponseStream, 'flush'>>;

export const createSilences = (): Silences => createWaits((stream) => stream.flush());

/** Name and value in turns, which Node writes as they are. */
const HEADERS = [
  ...['Content-Type', 'text/event-stream'],
  ...['Cache-Control', 'no-cache, no-transform'],
  ...['Connection', 'keep-alive'],
  ...['X-Accel-Buffering', 'no'],
];

interface Options {
  /** As a header, in addition to those of every event stream. */
  readonly sessionId: string | undefined;
  readonly silences: Silences;
  /** Called when the client closes the connection before the end. */
  onGone(): void;
}

export function openEventStream(response: ServerResponse, options: Options): EventStream {
  return new ResponseStream(response, options);
}

/** A class, because there is one for each request, and functions of its own would be most of what it takes. */
class ResponseStream implements EventStream {
  private pending = '';
  private isScheduled = false;
  private hasEnded = false;
  private stopKeepAlive: (() => void) | undefined;
  private readonly response: ServerResponse;
  private readonly options: Options;
  private readonly silence: Wait<Pick<ResponseStream, 'flush'>>;

  constructor(response: ServerResponse, options: Options) {
    this.response = response;
    this.options = options;
    this.silence = options.silences.begin(this, SILENT_MS);
    response.on('close', () => this.closed());
    response.on('error', ignore);
  }

  begin(text: string): void {
    this.pending += text;
  }

  write(text: string): void {
    this.pending += text;
    if (this.isScheduled || this.hasEnded) return;
    this.isScheduled = true;
    setImmediate(() => this.flush());
  }

  end(text = ''): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.stop();
    const body = this.pending + text;
    // With its length, Node writes head and body as one text; without it, as four pieces of a chunk.
    this.writeHead(Buffer.byteLength(body));
    this.response.end(body);
  }

  flush(): void {
    this.isScheduled = false;
    if (this.hasEnded) return;
    const { response } = this;
    this.options.silences.end(this.silence);
    this.stopKeepAlive ??= keepAlive(response);
    this.writeHead();
    if (this.pending) response.write(this.pending);
    else response.flushHeaders();
    this.pending = '';
  }

  private closed(): void {
    if (this.hasEnded) return;
    this.stop();
    this.options.onGone();
    this.hasEnded = true;
  }

  private stop(): void {
    this.options.silences.end(this.silence);
    this.stopKeepAlive?.();
  }

  private writeHead(lengthBytes?: number): void {
    if (this.response.headersSent) return;
    const { sessionId } = this.options;
    const head = [...HEADERS];
    if (sessionId !== undefined) head.push('mcp-session-id', sessionId);
    if (lengthBytes !== undefined) head.push('Content-Length', String(lengthBytes));
    this.response.writeHead(200, head);
  }
}

/** The end of the connection is what counts. */
function ignore(): void {}
