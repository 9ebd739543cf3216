// What a hostile client makes of a valid HTTP request.
import zlib from 'node:zlib';
import type { HttpRequest } from './http-requests.ts';
import { oddStrings } from './json-text.ts';
import type { Random } from './random.ts';

/** Makes one to three hostile changes. Never ends a session. */
export function spoil(random: Random, request: HttpRequest): HttpRequest {
  const spoiled: HttpRequest = { ...request, headers: [...request.headers] };
  const first = random.chance(0.7) ? 1 : 2 + random.below(2);
  for (let left = first; left > 0; left -= 1) random.weighted(changes)(spoiled, random);
  if (/^delete$/i.test(spoiled.method)) setHeader(spoiled, 'Mcp-Session-Id', 'not-a-session');
  return spoiled;
}

type Change = (request: HttpRequest, random: Random) => void;

const changes: readonly (readonly [number, Change])[] = [
  [3, dropHeader],
  [4, changeHeader],
  [3, addHeader],
  [2, repeatHeader],
  [2, breakHeader],
  [2, changeMethod],
  [3, changeTarget],
  [1, changeVersion],
  [2, changeHost],
  [2, changeContentType],
  [2, encodeBody],
  [3, breakFraming],
  [2, chunkBody],
  [0.3, addManyHeaders],
];

function setHeader(request: HttpRequest, name: string, value: string): void {
  const others = request.headers.filter(([other]) => other.toLowerCase() !== name.toLowerCase());
  request.headers = [...others, [name, value]];
}

function dropHeader(request: HttpRequest, random: Random): void {
  const [name] = random.pick(request.headers);
  request.headers = request.headers.filter(([other]) => other !== name);
  if (name === 'Host') request.isBroken = true;
}

/** What a header may hold without breaking HTTP. */
function headerValue(random: Random): string {
  const fitting = oddStrings.filter((text) => /^[\t\x20-\x7e\x80-\xff]*$/.test(text));
  return random.weighted<() => string>([
    [3, () => random.pick(fitting)],
    [
      1,
      () =>
        random.pick([
          '*/*',
          'application/json',
          'text/event-stream',
          ', ,',
          '"',
          '\xff\xfe',
          'a\tb',
          'Bearer x',
        ]),
    ],
    [
      1,
      () => random.pick(['2025-11-25', '2025-06-18', '2024-11-05', '2026-07-28', '1999-01-01', '9999-99-99']),
    ],
    [1, () => String(random.below(2000) - 3)],
  ])();
}

function changeHeader(request: HttpRequest, random: Random): void {
  const [name] = random.pick(request.headers);
  setHeader(request, name, headerValue(random));
}

const furtherHeaders = [
  'Mcp-Session-Id',
  'MCP-Protocol-Version',
  'Mcp-Method',
  'Mcp-Name',
  'Mcp-Param-x',
  'Last-Event-ID',
  'Origin',
  'Authorization',
  'Proxy-Authorization',
  'Cookie',
  'Accept',
  'Accept-Encoding',
  'Connection',
  'Upgrade',
  'Expect',
  'X-Forwarded-Host',
  'X-Forwarded-For',
  'X-HTTP-Method-Override',
  'Forwarded',
  'Range',
  'If-None-Match',
  'If-Modified-Since',
  'Trailer',
  'TE',
  '__proto__',
  'constructor',
];

const furtherValues = new Map<string, readonly string[]>(
  Object.entries({
    Connection: ['close', 'keep-alive', 'upgrade', 'authorization, mcp-session-id'],
    Upgrade: ['websocket', 'h2c', 'HTTP/2.0'],
    Expect: ['100-continue', '200-ok'],
    Origin: ['null', 'http://evil.example', 'http://127.0.0.1', 'http://localhost:1', 'file://'],
    'X-HTTP-Method-Override': ['DELETE', 'TRACE'],
  }),
);

function addHeader(request: HttpRequest, random: Random): void {
  const name = random.pick(furtherHeaders);
  const known = furtherValues.get(name);
  setHeader(request, name, known && random.chance(0.7) ? random.pick(known) : headerValue(random));
  if (name === 'Connection' || name === 'Upgrade') request.isBroken = true;
}

function repeatHeader(request: HttpRequest, random: Random): void {
  const [name, value] = random.pick(request.headers);
  request.headers.push([
    random.chance(0.5) ? name.toUpperCase() : name,
    random.chance(0.3) ? value : headerValue(random),
  ]);
}

function breakHeader(request: HttpRequest, random: Random): void {
  const at = random.below(request.headers.length);
  const [name, value] = request.headers[at] as [string, string];
  request.headers[at] = random.pick<[string, string]>([
    [`${name} `, value],
    [` ${name}`, value],
    [name, `${value}\0`],
    [name, `${value}\r`],
    [name, `${value}\n X: y`],
    [name, `a\r\n ${value}`],
    ['', value],
    [`${name}\0`, value],
    ['N\xe4me', value],
    [`${name}\r\n\r\nX`, value],
  ]);
  request.isBroken = true;
}

const methods = [
  ...['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'],
  ...['CONNECT', 'post', 'PROPFIND', 'FOO', 'P\0ST', 'PRI', 'M-SEARCH', ''],
];

function changeMethod(request: HttpRequest, random: Random): void {
  request.method = random.pick(methods);
  if (!methods.slice(0, 7).includes(request.method)) request.isBroken = true;
}

const targets = [
  ...[
    '/mcp/',
    '/MCP',
    '//mcp',
    '/mcp//',
    '/mcp/../mcp',
    '/mcp/codex',
    '/mcp/codex/',
    '/mcp/none',
    '/mcp%00',
    '/%6dcp',
  ],
  ...[
    '/mcp;x',
    '/mcp?x=%',
    '/mcp?%ZZ',
    '/mcp?a[b][c][d][e][f][g]=1',
    '/mcp?__proto__[x]=1',
    '/mcp#x',
    '/%',
    '/%ff',
  ],
  ...[
    '/',
    '*',
    'mcp',
    '?',
    '/healthz',
    '/healthz/',
    '/sse',
    '/sse/',
    '/messages',
    '/messages?sessionId',
    '/__proto__',
  ],
  ...[
    '/messages?sessionId[]=x',
    '/messages?sessionId=a&sessionId=b',
    '/messages?sessionId[x]=y',
    '/favicon.ico',
  ],
  ...[
    'http://127.0.0.1/mcp',
    'http://evil.example/mcp',
    'http://',
    'https://[::1/mcp',
    '/..%2f..%2fetc%2fpasswd',
    '//[/mcp',
  ],
  ...[`/${'a'.repeat(8000)}`, `/mcp?${'a=b&'.repeat(2000)}`, '/mcp\xff', '/mcp x', '/\0', '\\mcp'],
];

function changeTarget(request: HttpRequest, random: Random): void {
  request.target = random.pick(targets);
  // A stream without an end, of which the door for it has enough.
  if (request.target.startsWith('/sse') && random.chance(0.8)) request.method = 'POST';
  if (/[^!-~]|\\|^[^/]/.test(request.target)) request.isBroken = true;
}

function changeVersion(request: HttpRequest, random: Random): void {
  request.version = random.pick([
    'HTTP/1.0',
    'HTTP/0.9',
    'HTTP/1.2',
    'HTTP/2.0',
    'HTTP/3',
    'http/1.1',
    'HTTP/1.1 ',
    '',
  ]);
  request.isBroken = true;
}

const hosts = [
  ...[
    '127.0.0.1:99999',
    '127.0.0.1:65536',
    '127.0.0.1:0',
    '127.0.0.1:00080',
    'localhost',
    'LOCALHOST:1',
    'localhost.',
  ],
  ...[
    '[::1]',
    '[::1]:80',
    '[::1',
    '::1',
    '[:::::]',
    '127.1',
    '0x7f.1',
    '0.0.0.0',
    'evil.example',
    '127.0.0.1.evil.example',
  ],
  ...['127.0.0.1@evil.example', '127.0.0.1/x', '127.0.0.1#', '', ' ', 'a b', '\xe4', '_', '-', '..'],
];

function changeHost(request: HttpRequest, random: Random): void {
  setHeader(request, 'Host', random.pick(hosts));
}

const contentTypes = [
  ...[
    'text/plain',
    'text/html',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'multipart/form-data; boundary=x',
  ],
  ...[
    'application/json; charset=utf-8',
    'application/json; charset=utf-16',
    'application/json; charset=latin1',
  ],
  ...[
    'application/json; charset=',
    'application/json; charset="',
    'application/json;;',
    'application/json, text/plain',
  ],
  ...[
    'application/vnd.api+json',
    'APPLICATION/JSON',
    'application/',
    '/',
    '',
    'application/json; charset=utf-7',
    'json',
  ],
  ...[
    'application/json; charset=\xff',
    'application/json; charset=x-user-defined',
    'application/octet-stream',
  ],
];

function changeContentType(request: HttpRequest, random: Random): void {
  setHeader(request, 'Content-Type', random.pick(contentTypes));
}

/** A compressed body, perhaps not compressed as the header says, perhaps much larger than it looks. */
function encodeBody(request: HttpRequest, random: Random): void {
  const encoding = random.pick([
    'gzip',
    'deflate',
    'br',
    'identity',
    'compress',
    'gzip, br',
    'zstd',
    'x',
    '',
  ]);
  setHeader(request, 'Content-Encoding', encoding);
  const { body } = request;
  request.body = random.weighted<() => Buffer>([
    [2, () => zlib.gzipSync(body)],
    [1, () => zlib.deflateSync(body)],
    [1, () => zlib.brotliCompressSync(body, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 1 } })],
    [1, () => zlib.gzipSync(body).subarray(0, -5)],
    [1, () => Buffer.concat([zlib.gzipSync(body), Buffer.from('more')])],
    [1, () => body],
    [0.1, () => bomb],
  ])();
}

/** Eight megabytes of spaces. */
const bomb = zlib.gzipSync(Buffer.alloc(8 * 1024 * 1024, 0x20));

function breakFraming(request: HttpRequest, random: Random): void {
  const { length } = request.body;
  request.framing = random.pick([
    [`Content-Length: ${length + 1 + random.below(50)}`],
    [`Content-Length: ${Math.max(0, length - 1 - random.below(50))}`],
    ['Content-Length: -1'],
    ['Content-Length: 99999999999999999999'],
    ['Content-Length: 5000000'],
    ['Content-Length: 0x10'],
    ['Content-Length: '],
    [`Content-Length: +${length}`],
    [`Content-Length: ${length}, ${length}`],
    [`Content-Length: ${length}`, `Content-Length: ${length + 1}`],
    [`Content-Length: ${length}`, 'Transfer-Encoding: chunked'],
    ['Transfer-Encoding: chunked', `Content-Length: ${length}`],
    ['Transfer-Encoding: xchunked'],
    ['Transfer-Encoding: identity', `Content-Length: ${length}`],
    ['Transfer-Encoding: chunked'],
    ['Transfer-Encoding: chunked, chunked'],
    [],
  ]);
  request.isBroken = true;
}

function chunkBody(request: HttpRequest, random: Random): void {
  const pieces: Buffer[] = [];
  const { body } = request;
  for (let from = 0; from < body.length; ) {
    const size = 1 + random.below(Math.min(500, body.length - from));
    const extension = random.chance(0.1) ? ';x="y"' : '';
    pieces.push(
      Buffer.from(`${size.toString(16)}${extension}\r\n`),
      body.subarray(from, from + size),
      Buffer.from('\r\n'),
    );
    from += size;
  }
  const isWhole = random.chance(0.7);
  pieces.push(
    Buffer.from(
      isWhole
        ? `0\r\n${random.chance(0.2) ? 'X-Trailer: y\r\n' : ''}\r\n`
        : random.pick(['', 'z\r\n', '0\r\n', '-1\r\n\r\n']),
    ),
  );
  request.body = Buffer.concat(pieces);
  request.framing = ['Transfer-Encoding: chunked'];
  if (!isWhole) request.isBroken = true;
}

function addManyHeaders(request: HttpRequest, random: Random): void {
  const count = random.pick([50, 500, 1999, 3000]);
  for (let at = 0; at < count; at += 1) request.headers.push([`X-${at}`, 'y']);
  request.isBroken = true;
}
