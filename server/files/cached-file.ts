// A file that others change too, read again when it has changed and from memory else: for what asks with every request.
import fs from 'node:fs';

export interface CachedFile<T> {
  /** @throws what reading throws; the next call then reads again */
  current(): T;
  /** The next call reads in any case: a change within the same moment leaves no trace. */
  forget(): void;
}

/**
 * @param read of the same file, which may not be there
 * @param read.before what it gave last; undefined at first, and after `forget`
 */
export function cachedFile<T>(file: string, read: (before: T | undefined) => T): CachedFile<T> {
  let known: { readonly stamp: string; readonly value: T } | undefined;
  return {
    current() {
      const stamp = stampOf(file);
      if (known?.stamp !== stamp) known = { stamp, value: read(known?.value) };
      return known.value;
    },
    forget() {
      known = undefined;
    },
  };
}

/** Different whenever the file is; also for one that is not there. */
export function stampOf(file: string): string {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  return stat ? `${stat.ino} ${stat.size} ${stat.mtimeMs}` : 'none';
}
