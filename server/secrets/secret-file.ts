// The file of secrets: for each name, the public part and the secret, sealed or unencrypted. Other processes of the
// person change it too, so it is read again whenever it has changed, and written atomically.
import path from 'node:path';
import { z } from 'zod';
import { ensureHome } from '../config/paths.ts';
import { watchFolder } from '../config/watch-folder.ts';
import { cachedFile } from '../files/cached-file.ts';
import { withFileLock } from '../files/file-lock.ts';
import { readJsonFile, writeJsonFile } from '../files/json-file.ts';

const entrySchema = z.object({
  /** Not secret: shown to the person. */
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
  /** Calls back when another process changed its entries. @returns a function that ends this */
  watch(listener: (before: Entries, after: Entries) => void): () => void;
}

export function openSecretFile(file: string): SecretFile {
  const { current: read, forget } = cachedFile(file, () => parseFile(file));
  /** The state that watchers know. */
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
        // Another process's sign-in is then noticed at the next start.
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
  return readJsonFile(file, () => fileSchema)?.entries ?? {};
}
