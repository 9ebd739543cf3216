// The icons in the formats of Windows and macOS, read as those describe them.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { writeAppIcons } from '../../scripts/package/app-icons.ts';

const icons = path.resolve(import.meta.dirname, '../../build/icons');
const png = (size: number) => fs.readFileSync(path.join(icons, `app-${size}.png`));

test('the icons of Windows and macOS hold the drawn pictures, each where the file says', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'patchbay-icons-'));
  try {
    writeAppIcons(icons, folder);
    const ico = fs.readFileSync(path.join(folder, 'app.ico'));
    const pictures = Array.from({ length: ico.readUInt16LE(4) }, (_, index) => {
      const entry = 6 + 16 * index;
      const offset = ico.readUInt32LE(entry + 12);
      const width = ico.readUInt8(entry) || 256;
      return [width, ico.subarray(offset, offset + ico.readUInt32LE(entry + 8))] as const;
    });
    expect(pictures.map(([width]) => width)).toEqual([32, 128, 256]);
    for (const [width, picture] of pictures) expect(picture.equals(png(width))).toBe(true);

    const icns = fs.readFileSync(path.join(folder, 'app.icns'));
    expect([icns.toString('latin1', 0, 4), icns.readUInt32BE(4)]).toEqual(['icns', icns.length]);
    const blocks: string[] = [];
    for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4)) {
      blocks.push(icns.toString('latin1', at, at + 4));
    }
    expect(blocks).toEqual(['ic07', 'ic08', 'ic09']);
    expect(icns.subarray(icns.length - png(512).length).equals(png(512))).toBe(true);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});
