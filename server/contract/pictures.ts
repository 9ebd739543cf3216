// What a file that is no text is, as a window shows it: a picture, or the name of its kind.

/** Kinds of files that are told by their first bytes. */
export type FileType =
  | 'png'
  | 'jpeg'
  | 'gif'
  | 'webp'
  | 'pdf'
  | 'zip'
  | 'gzip'
  | 'program'
  | 'wasm'
  | 'database'
  | 'font';

export const rasterTypes = ['png', 'jpeg', 'gif', 'webp'] as const;
export type RasterType = (typeof rasterTypes)[number];

/** Whether a file's name says that it is a picture in text. */
export function isNamedSvg(path: string): boolean {
  return /\.svg$/i.test(path);
}

/** One side of a picture that has changed. */
export type Picture = { readonly sizeBytes: number } & (
  | {
      readonly kind: 'raster';
      readonly type: RasterType;
      readonly base64: string;
      /** In px. */
      readonly width: number;
      readonly height: number;
    }
  /** To be shown as an image alone, where it runs no script and loads nothing. */
  | { readonly kind: 'svg'; readonly text: string }
  | { readonly kind: 'too-large' | 'broken' }
);

/** Both sides; one is absent where nothing was, or is. */
export interface Pictures {
  readonly before?: Picture;
  readonly after?: Picture;
}
