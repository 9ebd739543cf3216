// The two sides of a picture that has changed, for a window to show. Nothing is decoded here.
import {
  isNamedSvg,
  type Picture,
  type Pictures,
  type RasterType,
  rasterTypes,
} from '../contract/pictures.ts';
import { fileTypeOf, pixelsOf } from './file-type.ts';
import type { State } from './tree.ts';

/** A file; more is not sent to the window. */
const MAX_BYTES = 3_000_000;
/** A small file can be an image of many gigabytes. */
const MAX_PIXELS = 40_000_000;
const NAMED_RASTER = /\.(png|jpe?g|gif|webp)$/i;

interface Sides {
  /** Its name says whether it is a picture. */
  readonly path: string;
  readonly before: State | undefined;
  readonly after: State | undefined;
}

/** @param contentOf a content by its id @returns undefined for what is no picture by its name @throws checkpoint-broken */
export function picturesOf(
  { path, before, after }: Sides,
  contentOf: (id: string) => Buffer,
): Pictures | undefined {
  const read = NAMED_RASTER.test(path) ? rasterOf : isNamedSvg(path) ? svgPicture : undefined;
  if (!read) return undefined;
  const pictureOf = (state: State | undefined): Picture | undefined => {
    if (state?.kind !== 'file') return undefined;
    const { sizeBytes, content } = state;
    return sizeBytes > MAX_BYTES ? { kind: 'too-large', sizeBytes } : read(contentOf(content));
  };
  const [left, right] = [pictureOf(before), pictureOf(after)];
  return left || right ? { ...(left && { before: left }), ...(right && { after: right }) } : undefined;
}

function rasterOf(content: Buffer): Picture {
  const sizeBytes = content.length;
  const type = rasterTypes.find((one): one is RasterType => one === fileTypeOf(content));
  const pixels = type && pixelsOf(type, content);
  if (!pixels) return { kind: 'broken', sizeBytes };
  if (pixels.width * pixels.height > MAX_PIXELS) return { kind: 'too-large', sizeBytes };
  return { kind: 'raster', sizeBytes, type, ...pixels, base64: content.toString('base64') };
}

/** @param redact secrets, where they are not removed later */
export function svgPicture(content: Buffer, redact = (text: string) => text): Picture {
  const sizeBytes = content.length;
  if (sizeBytes > MAX_BYTES) return { kind: 'too-large', sizeBytes };
  const text = redact(content.toString());
  return text.includes('<svg') ? { kind: 'svg', sizeBytes, text } : { kind: 'broken', sizeBytes };
}
