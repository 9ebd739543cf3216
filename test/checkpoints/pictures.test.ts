// Pictures that have changed, and what other binary files are.
import fs from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fileTypeOf, pixelsOf } from '../../server/checkpoints/file-type.ts';
import { picturesOf } from '../../server/checkpoints/pictures.ts';
import type { State } from '../../server/checkpoints/tree.ts';

const bytes = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex');
/** The beginning of a file, which is all that is read of it. */
const png = (width: number, height: number) => {
  const size = Buffer.alloc(8);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  return Buffer.concat([bytes('89504e470d0a1a0a 0000000d 49484452'), size, bytes('0806000000')]);
};
const gif = bytes('474946383961 0a00 1400 800000');
const jpeg = bytes('ffd8 ffe0 0006 4a464946 ffff c2 0011 08 0030 0040 03 012200');
const webp = (kind: string, rest: string) =>
  Buffer.concat([Buffer.from('RIFF\0\0\0\0WEBP'), Buffer.from(kind), bytes(rest)]);

describe('a file that is no text', () => {
  test.each([
    ['png', png(640, 480), { width: 640, height: 480 }],
    ['gif', gif, { width: 10, height: 20 }],
    ['jpeg', jpeg, { width: 64, height: 48 }],
    ['webp', webp('VP8 ', '00000000 000000 9d012a 2003 5802'), { width: 800, height: 600 }],
    ['webp', webp('VP8L', '00000000 2f 63c01800'), { width: 100, height: 100 }],
    ['webp', webp('VP8X', '0a000000 00000000 7f0700 370400'), { width: 1920, height: 1080 }],
    ['png', fs.readFileSync('build/icons/app-256.png'), { width: 256, height: 256 }],
  ] as const)('is a picture with its size: %s %#', (type, content, pixels) => {
    expect(fileTypeOf(content)).toBe(type);
    expect(pixelsOf(type, content)).toEqual(pixels);
    for (let end = 0; end < 24; end += 1) pixelsOf(type, content.subarray(0, end));
  });

  test.each([
    ['pdf', '255044462d312e37'],
    ['zip', '504b030414'],
    ['gzip', '1f8b08'],
    ['program', '7f454c460201'],
    [undefined, '000102'],
    [undefined, ''],
  ])('is told by its first bytes: %s', (type, hex) => {
    expect(fileTypeOf(bytes(hex))).toBe(type);
  });
});

describe('a picture that has changed', () => {
  const contents = new Map<string, Buffer>();
  const file = (content: Buffer, sizeBytes = content.length): State => {
    const id = String(contents.size);
    contents.set(id, content);
    return { kind: 'file', mode: 0o644, content: id, sizeBytes };
  };
  const kindsOf = (path: string, before: State | undefined, after: State | undefined) => {
    const pictures = picturesOf({ path, before, after }, (id) => contents.get(id) ?? Buffer.alloc(0));
    return pictures && [pictures.before?.kind, pictures.after?.kind];
  };

  test('is shown from both sides, or says why not', () => {
    expect(kindsOf('a/Logo.PNG', file(png(1, 1)), file(gif))).toEqual(['raster', 'raster']);
    expect(kindsOf('logo.svg', undefined, file(Buffer.from('<svg/>')))).toEqual([undefined, 'svg']);
    expect(kindsOf('logo.jpg', file(jpeg), undefined)).toEqual(['raster', undefined]);
    expect(kindsOf('logo.png', file(Buffer.from('no picture')), file(png(0, 5)))).toEqual([
      'broken',
      'broken',
    ]);
    expect(kindsOf('logo.png', file(png(30_000, 30_000)), file(png(1, 1), 3_000_001))).toEqual([
      'too-large',
      'too-large',
    ]);
    expect(kindsOf('logo.png', { kind: 'link', target: '/etc/passwd' }, undefined)).toBeUndefined();
    expect(kindsOf('logo.txt', file(png(1, 1)), undefined)).toBeUndefined();
  });
});
