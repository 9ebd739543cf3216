// Hostile JSON, as text: values an object in memory could not hold, such as keys that are there twice, numbers out of
// range, and nesting that would exhaust a stack. `brokenText` is what is no JSON any more.
import type { Random } from './random.ts';

export const oddStrings: readonly string[] = [
  '',
  ' ',
  '\0',
  '\u2028\u2029',
  '\ufeff',
  '\ud800',
  '\udfff\ud800x',
  '🏳️‍🌈👩‍👩‍👧‍👦',
  'e\u0301\u0300\u0327'.repeat(20),
  '\u202eabc\u202c\u200b',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '../../../../etc/passwd',
  '/proc/self/environ',
  'file:///etc/passwd',
  'A'.repeat(3000),
  '%s%n%x%d',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is to arrive like this
  '${process.exit()}',
  '\r\n\r\nHTTP/1.1 200 OK\r\n\r\n',
  'data: {"jsonrpc":"2.0"}\n\n',
  '<script>alert(1)</script>',
  '\x1b[31m\x07',
  'null',
  'NaN',
  '-0',
  '1e400',
  '=?base64?SGVsbG8=?=',
  '=?base64?%%%?=',
];

const oddNumbers = [
  '0',
  '-0',
  '-1',
  '1.5',
  '0.1e1',
  '1E5',
  '1e400',
  '-1e400',
  '1e-400',
  '2147483648',
  '4294967296',
  '9007199254740991',
  '9007199254740993',
  '-9007199254740993',
  '123456789012345678901234567890',
];

const oddKeys = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'toJSON',
  'then',
  '',
  '0',
  'length',
  '_meta',
  'id',
  'method',
  'params',
  'jsonrpc',
  'a',
  'a',
  'name',
  'arguments',
];

/** A string as JSON text. */
export function stringText(random: Random): string {
  const value = random.chance(0.15)
    ? Array.from({ length: random.below(12) }, () => String.fromCharCode(random.below(0x10000))).join('')
    : random.pick(oddStrings);
  return random.chance(0.1) ? escaped(value) : JSON.stringify(value);
}

/** Any JSON value as text, at most so many levels deep. */
export function valueText(random: Random, levels = 3): string {
  return random.weighted<() => string>([
    [5, () => stringText(random)],
    [3, () => random.pick(oddNumbers)],
    [3, () => random.pick(['null', 'true', 'false', '[]', '{}', '""'])],
    [levels > 0 ? 2 : 0, () => arrayText(random, levels - 1)],
    [levels > 0 ? 3 : 0, () => objectText(random, levels - 1)],
    [0.04, () => deepText(random)],
    [0.03, () => wideText(random)],
  ])();
}

/** An object as JSON text; its keys may be odd, and there more than once. */
export function objectText(random: Random, levels = 2): string {
  const count = random.below(5);
  const members = Array.from(
    { length: count },
    () => `${JSON.stringify(random.pick(oddKeys))}:${valueText(random, levels)}`,
  );
  return `{${members.join(space(random, ','))}}`;
}

/** What is no JSON: cut, with a changed byte, or nothing of the kind from the start. No line ends in it. */
export function brokenText(random: Random, whole: string): Buffer {
  const bytes = Buffer.from(whole);
  const broken = random.weighted<() => Buffer>([
    [3, () => bytes.subarray(0, random.below(bytes.length))],
    [3, () => flipped(random, bytes)],
    [2, () => Buffer.concat([bytes, Buffer.from(random.pick(['}', ',', ']', '"', ' x', '\0', whole]))])],
    [1, () => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes])],
    [1, () => Buffer.from(whole, 'utf16le')],
    [1, () => random.bytes(1 + random.below(200))],
    [
      1,
      () =>
        Buffer.from(random.pick(['NaN', '01', '.5', "{'a':1}", '{a:1}', '[1,]', '{"a":1,}', '-', '"', '{'])),
    ],
    [
      1,
      () => Buffer.from(random.pick(['Content-Length: 5', 'GET / HTTP/1.1', '\x04', '\t', '//', '\0\0\0\0'])),
    ],
  ])();
  return Buffer.from(broken.map((byte) => (byte === 0x0a ? 0x20 : byte)));
}

function arrayText(random: Random, levels: number): string {
  const items = Array.from({ length: random.below(5) }, () => valueText(random, levels));
  return `[${items.join(space(random, ','))}]`;
}

/** From a little more than what anybody needs to what breaks recursion. */
function deepText(random: Random): string {
  const levels = random.pick([50, 190, 210, 1000, 8000, 30_000]);
  if (random.chance(0.5)) return `${'['.repeat(levels)}${']'.repeat(levels)}`;
  return `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
}

function wideText(random: Random): string {
  const count = random.pick([100, 1000, 10_000]);
  if (random.chance(0.5)) return `[${'0,'.repeat(count)}0]`;
  const members = Array.from({ length: count }, (_, at) => `"k${at}":0`);
  return `{${members.join(',')}}`;
}

function flipped(random: Random, bytes: Buffer): Buffer {
  const changed = Buffer.from(bytes);
  for (let left = 1 + random.below(3); left > 0; left -= 1) {
    changed[random.below(changed.length)] = random.below(256);
  }
  return changed;
}

/** Every character as \uXXXX. */
function escaped(value: string): string {
  const units = Array.from({ length: value.length }, (_, at) =>
    value.charCodeAt(at).toString(16).padStart(4, '0'),
  );
  return `"${units.map((unit) => `\\u${unit}`).join('')}"`;
}

function space(random: Random, separator: string): string {
  return random.chance(0.1) ? ` \t${separator}  ` : separator;
}
