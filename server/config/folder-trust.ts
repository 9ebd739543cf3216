// The person's trust decisions about folders with a `.codex`. A decision counts for exactly the content that was
// shown; changed files are undecided again. Read each time, because Patchbays share the file.
import { z } from 'zod';
import { withFileLock } from '../files/file-lock.ts';
import { readJsonFile, writeJsonFile } from '../files/json-file.ts';
import type { RepositoryConfig } from './repository-config.ts';

const folderSchema = z.object({
  isTrusted: z.boolean(),
  digest: z.string(),
  /** ISO 8601. */
  decidedAt: z.string(),
});
const fileSchema = z.object({ version: z.literal(1), folders: z.record(z.string(), folderSchema) });

export interface DecidedFolder extends z.infer<typeof folderSchema> {
  readonly folder: string;
}

/** All methods throw file-broken if the file exists but is not valid; those that change it throw file-in-use. */
export interface FolderTrust {
  /** Undefined if there is no decision about its current content. */
  of(config: Pick<RepositoryConfig, 'folder' | 'digest'>): 'trusted' | 'not-trusted' | undefined;
  decide(config: Pick<RepositoryConfig, 'folder' | 'digest'>, isTrusted: boolean): void;
  /** The person is asked again. */
  forget(folder: string): void;
  list(): DecidedFolder[];
}

export function openFolderTrust(file: string): FolderTrust {
  function read(): z.infer<typeof fileSchema>['folders'] {
    return readJsonFile(file, () => fileSchema)?.folders ?? {};
  }

  type Folders = ReturnType<typeof read>;

  function change(changed: (folders: Folders) => Folders): void {
    withFileLock(file, () => writeJsonFile(file, { version: 1, folders: changed(read()) }));
  }

  return {
    of({ folder, digest }) {
      const decided = new Map(Object.entries(read())).get(folder);
      if (decided?.digest !== digest) return undefined;
      return decided.isTrusted ? 'trusted' : 'not-trusted';
    },
    decide({ folder, digest }, isTrusted) {
      const decided = { isTrusted, digest, decidedAt: new Date().toISOString() };
      change((folders) => ({ ...folders, [folder]: decided }));
    },
    forget(folder) {
      change((folders) => Object.fromEntries(Object.entries(folders).filter(([name]) => name !== folder)));
    },
    list: () => Object.entries(read()).map(([folder, decided]) => ({ folder, ...decided })),
  };
}
