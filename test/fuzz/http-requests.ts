// HTTP requests, as bytes and in pieces.
import type { Random } from './random.ts';

export interface HttpRequest {
  method: string;
  target: string;
  version: string;
  headers: [name: string, value: string][];
  body: Buffer;
  /** Header lines that say how long the body is, instead of what is true. */
  framing?: string[];
  /** HTTP itself is broken: the connection may end without a response. */
  isBroken: boolean;
}

/** A POST of JSON that any server would take. */
export function postOf(
  target: string,
  headers: Readonly<Record<string, string>>,
  body: Buffer | string,
): HttpRequest {
  return {
    method: 'POST',
    target,
    version: 'HTTP/1.1',
    headers: Object.entries({ 'Content-Type': 'application/json', ...headers }),
    body: Buffer.from(body),
    isBroken: false,
  };
}

export function bytesOf(request: HttpRequest): Buffer {
  const { method, target, version, body } = request;
  const hasBody = body.length > 0 || method === 'POST';
  const framing = request.framing ?? (hasBody ? [`Content-Length: ${body.length}`] : []);
  const headers = request.headers.map(([name, value]) => `${name}: ${value}`);
  const head = [`${method} ${target} ${version}`, ...headers, ...framing, '', ''].join('\r\n');
  return Buffer.concat([Buffer.from(head, 'latin1'), body]);
}

/** Where to cut these bytes into pieces: mostly nowhere, sometimes at every byte of a stretch. */
export function cutsIn(random: Random, bytes: Buffer): number[] {
  if (random.chance(0.7)) return [];
  if (random.chance(0.1)) {
    const from = random.below(bytes.length);
    return Array.from({ length: Math.min(40, bytes.length - from) }, (_, at) => from + at);
  }
  const cuts = Array.from({ length: 1 + random.below(5) }, () => random.below(bytes.length));
  return cuts.sort((left, right) => left - right);
}
