// The icon of the program itself on Windows and macOS, in their own formats. Both are containers of the PNG files of
// build/icons.
import fs from 'node:fs';
import path from 'node:path';

const ICO_SIZES = [32, 128, 256];
/** The types of 128, 256 and 512 pixels. */
const ICNS_TYPES = { 128: 'ic07', 256: 'ic08', 512: 'ic09' };

/**
 * Writes app.ico and app.icns.
 * @param icons the folder with app-SIZE.png
 */
export function writeAppIcons(icons: string, folder: string): void {
  const png = (size: number) => fs.readFileSync(path.join(icons, `app-${size}.png`));
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'app.ico'), icoOf(ICO_SIZES.map((size) => ({ size, png: png(size) }))));
  const parts = Object.entries(ICNS_TYPES).map(([size, type]) => ({ type, png: png(Number(size)) }));
  fs.writeFileSync(path.join(folder, 'app.icns'), icnsOf(parts));
}

const ICO_HEADER_BYTES = 6;
const ICO_ENTRY_BYTES = 16;

function icoOf(images: readonly { size: number; png: Buffer }[]): Buffer {
  const header = Buffer.alloc(ICO_HEADER_BYTES);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(images.length, 4);
  let offset = ICO_HEADER_BYTES + ICO_ENTRY_BYTES * images.length;
  const entries = images.map(({ size, png }) => {
    const entry = Buffer.alloc(ICO_ENTRY_BYTES);
    // 0 stands for 256.
    entry.writeUInt8(size % 256, 0);
    entry.writeUInt8(size % 256, 1);
    entry.writeUInt16LE(1, 4);
    entry.writeUInt16LE(32, 6);
    entry.writeUInt32LE(png.length, 8);
    entry.writeUInt32LE(offset, 12);
    offset += png.length;
    return entry;
  });
  return Buffer.concat([header, ...entries, ...images.map(({ png }) => png)]);
}

function icnsOf(parts: readonly { type: string; png: Buffer }[]): Buffer {
  return icnsBlock(
    'icns',
    parts.map(({ type, png }) => icnsBlock(type, [png])),
  );
}

/** A type of four letters, the length of the whole, and the content. */
function icnsBlock(type: string, content: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(8);
  header.write(type, 'latin1');
  header.writeUInt32BE(
    content.reduce((sum, { length }) => sum + length, header.length),
    4,
  );
  return Buffer.concat([header, ...content]);
}
