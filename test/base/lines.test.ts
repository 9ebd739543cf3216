// Lines of a stream.
import { PassThrough } from 'node:stream';
import { finished } from 'node:stream/promises';
import { expect, test } from 'vitest';
import { readLines } from '../../server/base/lines.ts';

async function linesOf(pieces: readonly (string | Buffer)[]): Promise<string[]> {
  const stream = new PassThrough();
  const lines: string[] = [];
  const { takeRest } = readLines(stream, (line) => lines.push(line));
  for (const piece of pieces) stream.write(piece);
  stream.end();
  await finished(stream);
  takeRest();
  return lines;
}

const MARK = Buffer.from('\ufeff');

test.each<[string, (string | Buffer)[], string[]]>([
  ['before the first line', [MARK, 'a\nb\n'], ['a', 'b']],
  ['in two pieces', [MARK.subarray(0, 1), MARK.subarray(1), 'a\n'], ['a']],
  ['alone on the first line', [MARK, '\na\n'], ['a']],
  ['before a line without an end', [MARK, 'a'], ['a']],
])('a byte order mark %s is not part of it', async (_where, pieces, lines) => {
  expect(await linesOf(pieces)).toEqual(lines);
});

test('the same character further on is text', async () => {
  expect(await linesOf(['a\n\ufeffb\n\ufeff\ufeffc\n'])).toEqual(['a', '\ufeffb', '\ufeff\ufeffc']);
});
