import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { MAX_ERROR_LINE_CHARS, readErrorLines } from '../../server/base/error-lines.ts';

const long = 'x'.repeat(MAX_ERROR_LINE_CHARS);

test.for<[chunks: (string | Buffer)[], lines: string[]]>([
  [[], []],
  [['one\ntwo\n'], ['one', 'two']],
  [
    ['o', 'ne\r', '\ntwo\r\nthree\rfour'],
    ['one', 'two', 'three', 'four'],
  ],
  [['one\n\n\ntwo'], ['one', 'two']],
  [[Buffer.from([0xc3]), Buffer.from([0xbc, 0x0a])], ['ü']],
  [
    [`${long}yyy`, 'zzz\nnext\n'],
    [long, 'next'],
  ],
  [
    [long, ...Array.from({ length: 50 }, () => long), '\n', 'next'],
    [long, 'next'],
  ],
])('lines of chunks, case %#', async ([chunks, expected]) => {
  const stream = new PassThrough();
  const lines: string[] = [];
  readErrorLines(stream, (line) => lines.push(line));
  const ended = new Promise((resolve) => stream.once('end', resolve));
  for (const chunk of chunks) stream.write(chunk);
  stream.end();
  await ended;
  expect(lines).toEqual(expected);
});
