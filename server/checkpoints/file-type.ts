// What a content is, by its first bytes, and how many pixels a picture has. The content may be anything: nothing is
// read beyond its end, and nothing is decoded.
import type { FileType, RasterType } from '../contract/pictures.ts';

export interface Pixels {
  readonly width: number;
  readonly height: number;
}

const beginnings: readonly (readonly [FileType, at: number, hex: string])[] = [
  ['png', 0, '89504e470d0a1a0a'],
  ['jpeg', 0, 'ffd8ff'],
  ['gif', 0, '47494638'],
  ['webp', 8, '57454250'],
  ['pdf', 0, '255044462d'],
  ['zip', 0, '504b0304'],
  ['gzip', 0, '1f8b'],
  ['program', 0, '7f454c46'],
  ['program', 0, '4d5a'],
  ['program', 0, 'cffaedfe'],
  ['wasm', 0, '0061736d'],
  ['database', 0, '53514c69746520666f726d6174203300'],
  ['font', 0, '774f4632'],
  ['font', 0, '774f4646'],
  ['font', 0, '0001000000'],
];

/** @returns undefined for what is not known */
export function fileTypeOf(content: Buffer): FileType | undefined {
  const found = beginnings.find(([, at, hex]) => {
    const bytes = Buffer.from(hex, 'hex');
    return content.subarray(at, at + bytes.length).equals(bytes);
  });
  return found?.[0];
}

/** @returns undefined where the file does not say, as a broken one does not */
export function pixelsOf(type: RasterType, content: Buffer): Pixels | undefined {
  try {
    const pixels = readers[type](content);
    return pixels && pixels.width > 0 && pixels.height > 0 ? pixels : undefined;
  } catch {
    // It ends before it has said so.
    return undefined;
  }
}

const readers: Readonly<Record<RasterType, (content: Buffer) => Pixels | undefined>> = {
  png: (content) => ({ width: content.readUInt32BE(16), height: content.readUInt32BE(20) }),
  gif: (content) => ({ width: content.readUInt16LE(6), height: content.readUInt16LE(8) }),
  webp: webpPixels,
  jpeg: jpegPixels,
};

/** https://developers.google.com/speed/webp/docs/riff_container */
function webpPixels(content: Buffer): Pixels | undefined {
  switch (content.toString('latin1', 12, 16)) {
    case 'VP8 ':
      return { width: content.readUInt16LE(26) & 0x3fff, height: content.readUInt16LE(28) & 0x3fff };
    case 'VP8L': {
      const bits = content.readUInt32LE(21);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X':
      return { width: content.readUIntLE(24, 3) + 1, height: content.readUIntLE(27, 3) + 1 };
    default:
      return undefined;
  }
}

/** In the first frame header (SOF): all markers from C0 to CF but C4, C8 and CC. */
function jpegPixels(content: Buffer): Pixels | undefined {
  let at = 2;
  while (content.readUInt8(at) === 0xff) {
    const marker = content.readUInt8(at + 1);
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return { height: content.readUInt16BE(at + 5), width: content.readUInt16BE(at + 7) };
    }
    // A marker may be filled up with FF; each other segment says its length, which is at least that of the length.
    at += marker === 0xff ? 1 : 2 + Math.max(2, content.readUInt16BE(at + 2));
  }
  return undefined;
}
