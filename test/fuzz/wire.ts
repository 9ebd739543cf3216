// HTTP over a bare socket: sends whatever bytes a case wants, in pieces, and reads the responses that come back.
import net from 'node:net';
import { setImmediate as nextTick } from 'node:timers/promises';
import { Defect } from './within.ts';

export interface WireResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** The body so far. */
  text(): string;
  /** Resolves when the body is whole, or the connection gone. */
  readonly ended: Promise<void>;
  /** Calls back with every further part of the body, as text. */
  onText(listen: (text: string) => void): void;
}

export interface Wire {
  /** Writes in pieces that end at these places. */
  write(bytes: Buffer, cuts?: readonly number[]): Promise<void>;
  /** The next response, or undefined when the connection ends without one. */
  response(options?: { isToHead?: boolean }): Promise<WireResponse | undefined>;
  /** Ends our side only. */
  end(): void;
  cut(): void;
  readonly isOpen: boolean;
}

export function connectWire(port: number): Wire {
  const socket = net.connect({ port, host: '127.0.0.1', noDelay: true });
  const waiting: Waiting[] = [];
  const early: (WireResponse | undefined)[] = [];
  let buffer: Buffer = Buffer.alloc(0);
  let body: Body | undefined;
  let isOpen = true;
  /** What came is no HTTP. */
  let defect: Defect | undefined;

  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    buffer = buffer.length === 0 ? chunk : Buffer.concat([buffer, chunk]);
    try {
      parse();
    } catch (error) {
      defect = error as Defect;
      socket.destroy();
    }
  });
  socket.once('close', () => {
    isOpen = false;
    body?.end();
    for (const { resolve, reject } of waiting.splice(0)) defect ? reject(defect) : resolve(undefined);
  });

  function parse(): void {
    while (buffer.length > 0) {
      if (!body) {
        const head = takeHead();
        if (!head) return;
        if (head.status < 200) continue;
        const next = waiting.shift();
        body = createBody(head, next?.isToHead ?? false);
        if (next) next.resolve(body.response);
        else early.push(body.response);
      }
      buffer = body.take(buffer);
      if (!body.isOver) return;
      body = undefined;
    }
  }

  function takeHead(): Head | undefined {
    const end = buffer.indexOf('\r\n\r\n');
    if (end < 0) return undefined;
    const [start = '', ...lines] = buffer.subarray(0, end).toString('latin1').split('\r\n');
    buffer = buffer.subarray(end + 4);
    const status = /^HTTP\/1\.1 (\d{3}) /.exec(start)?.[1];
    if (status === undefined) throw new Defect(`no HTTP response: ${start}`);
    const headers = lines.map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    });
    return { status: Number(status), headers: new Map(headers) };
  }

  return {
    async write(bytes, cuts = []) {
      let from = 0;
      for (const to of [...cuts, bytes.length]) {
        if (to <= from) continue;
        if (!socket.writable) return;
        socket.write(bytes.subarray(from, to));
        from = to;
        if (from < bytes.length) await nextTick();
      }
    },
    response({ isToHead = false } = {}) {
      if (early.length > 0) return Promise.resolve(early.shift());
      if (defect) return Promise.reject(defect);
      if (!isOpen) return Promise.resolve(undefined);
      return new Promise((resolve, reject) => waiting.push({ isToHead, resolve, reject }));
    },
    end: () => void socket.end(),
    cut: () => void socket.destroy(),
    get isOpen() {
      return isOpen && socket.writable;
    },
  };
}

interface Waiting {
  readonly isToHead: boolean;
  resolve(response: WireResponse | undefined): void;
  reject(defect: Defect): void;
}

interface Head {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
}

interface Body {
  readonly response: WireResponse;
  /** Takes what belongs to it. @returns what comes after */
  take(bytes: Buffer): Buffer;
  end(): void;
  readonly isOver: boolean;
}

function createBody({ status, headers }: Head, isToHead: boolean): Body {
  const hasNone = isToHead || status === 204 || status === 304;
  const isChunked = !hasNone && headers.get('transfer-encoding') === 'chunked';
  const length = headers.get('content-length');
  /** Of the body, or of the chunk that is being read; undefined until its size line is there. */
  let left = isChunked ? undefined : hasNone ? 0 : Number(length ?? Number.POSITIVE_INFINITY);
  const decoder = new TextDecoder();
  const listeners: ((text: string) => void)[] = [];
  let text = '';
  let isOver = false;
  let finish: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const end = () => {
    isOver = true;
    finish();
  };
  if (left === 0) end();

  function say(bytes: Buffer): void {
    const more = decoder.decode(bytes, { stream: true });
    text += more;
    for (const listen of listeners) listen(more);
  }

  function takeChunks(bytes: Buffer): Buffer {
    let rest = bytes;
    while (!isOver) {
      if (left === undefined) {
        const lineEnd = rest.indexOf('\r\n');
        if (lineEnd < 0) return rest;
        left = Number.parseInt(rest.subarray(0, lineEnd).toString('latin1'), 16);
        if (Number.isNaN(left)) throw new Defect('a malformed chunk');
        rest = rest.subarray(lineEnd + 2);
      }
      // The line end after the chunk belongs to it.
      if (rest.length < left + 2) return rest;
      if (left === 0) end();
      else say(rest.subarray(0, left));
      rest = rest.subarray(left + 2);
      left = undefined;
    }
    return rest;
  }

  return {
    response: {
      status,
      headers,
      text: () => text,
      ended,
      onText(listen) {
        if (text !== '') listen(text);
        listeners.push(listen);
      },
    },
    take(bytes) {
      if (isOver) return bytes;
      if (isChunked) return takeChunks(bytes);
      const mine = bytes.subarray(0, left);
      left = (left ?? 0) - mine.length;
      if (mine.length > 0) say(mine);
      if (left === 0) end();
      return bytes.subarray(mine.length);
    },
    end,
    get isOver() {
      return isOver;
    },
  };
}
