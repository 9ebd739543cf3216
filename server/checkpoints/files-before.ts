// What files were when a turn began.
import type { Blobs } from './blobs.ts';
import type { LoggedTurn } from './thread-log.ts';
import { entryAt } from './tree.ts';

/** `content` is left out of what is too long to be shown. */
export type FileBefore =
  | {
      readonly kind: 'file' /** Its id. */;
      readonly id: string;
      readonly content?: Uint8Array;
    }
  | { readonly kind: 'nothing' };

const MAX_CONTENT_BYTES = 200_000;

/**
 * @param paths relative to the folder of the turn, with `/`
 * @returns by path; without what is not known, and without what was a folder or a link
 * @throws checkpoint-broken
 */
export function filesBefore(
  blobs: Blobs,
  { before }: LoggedTurn,
  paths: readonly string[],
): Record<string, FileBefore> {
  if (before === undefined) return {};
  return Object.fromEntries(
    paths.flatMap((path): [string, FileBefore][] => {
      const entry = entryAt(blobs, before, path);
      if (!entry) return [[path, { kind: 'nothing' }]];
      if (entry.kind !== 'file') return [];
      const content = entry.sizeBytes > MAX_CONTENT_BYTES ? undefined : blobs.read(entry.content);
      return [[path, { kind: 'file', id: entry.content, ...(content && { content }) }]];
    }),
  );
}
