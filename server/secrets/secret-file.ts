// The file of secrets: by name what may be known, and the secret, sealed or as it is. Other processes of the person
// change it too, so it is read again whenever it has changed, and written whole or not at all.
import path from 'node:path';
import { z } from 'zod';
import { ensureHome } from '../config/paths.ts';
import { watchFolder } from '../config/watch-folder.ts';
import { cachedFile } from '../files/cached-file.ts';
import { withFileLock } from '../files/file-lock.ts';
import { readJsonFile, writeJsonFile } from '../files/json-file.ts';

const entrySchema = z.object({
  /** No secret: read to show what there is. */
  about: z.unknown(),
  sealed: z.string().optional(),
  plain: z.string().optional(),
});
const fileSchema = z.object({ version: z.literal(1), entries: z.record(z.string(), entrySchema) });

export type SecretEntry = z.infer<typeof entrySchema>;
type Entries = Readonly<Record<string, SecretEntry>>;

export interface SecretFile {
  /** @throws file-broken */
  read(): Entries;
  /** @throws file-broken, home-not-writable, and the file system's errors */
  change(change: (entries: Entries) => Entries): void;
  /** Calls back when another process changed its entries. Returns how to stop that. */
  watch(listener: (before: Entries, after: Entries) => void): () => void;
}

export function openSecretFile(file: string): SecretFile {
  const { current: read, forget } = cachedFile(file, () => parseFile(file));
  /** What a watcher was told last, or has done itself. */
  let seen: Entries = {};

  return {
    read,
    change(change) {
      const folder = path.dirname(file);
      ensureHome(folder);
      withFileLock(file, () => {
        forget();
        const entries = change(read());
        writeJsonFile(file, { version: 1, entries });
        seen = read();
      });
    },
    watch(listener) {
      const folder = path.dirname(file);
      seen = readOr(read, {});
      return watchFolder(folder, {
        onChange(changed) {
          if (changed !== null && changed !== path.basename(file)) return;
          const [before, after] = [seen, readOr(read, seen)];
          seen = after;
          if (after !== before) listener(before, after);
        },
        // Another process's sign-in then counts from the next start on.
        onProblem: () => undefined,
      });
    },
  };
}

function readOr(read: () => Entries, otherwise: Entries): Entries {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

function parseFile(file: string): Entries {
  return readJsonFile(file, fileSchema)?.entries ?? {};
}
