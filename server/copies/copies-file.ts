// The list of copies, in PATCHBAY_HOME. Read each time, because Patchbays share it.
import { z } from 'zod';
import { stateSchema } from '../checkpoints/thread-log.ts';
import { withFileLock } from '../files/file-lock.ts';
import { readJsonFile, writeJsonFile } from '../files/json-file.ts';

const copySchema = z.object({
  /** Also the name of its folder. */
  id: z.string().regex(/^(?!\.+$)[\w.-]+$/),
  /** Where it is; a real path. */
  folder: z.string(),
  /** The working tree it is a copy of; a real path. */
  of: z.string(),
  /** What was checked out there. */
  branch: z.string().optional(),
  commit: z.string(),
  /** ISO 8601. */
  madeAt: z.string(),
  threadId: z.string().optional(),
  mergedAt: z.string().optional(),
  /** Files that were taken over as they were in the copy, by path. */
  taken: z.record(z.string(), stateSchema),
});
export type Copy = z.infer<typeof copySchema>;
const fileSchema = z.object({ version: z.literal(1), copies: z.array(copySchema) });

/** All methods throw file-broken if the file exists but is not valid; those that change it throw file-in-use. */
export interface CopiesFile {
  /** The oldest first. */
  list(): Copy[];
  add(copy: Copy): void;
  change(id: string, changes: Partial<Copy>): void;
  remove(id: string): void;
}

export function openCopiesFile(file: string): CopiesFile {
  const list = () => readJsonFile(file, () => fileSchema)?.copies ?? [];
  const write = (changed: (copies: Copy[]) => Copy[]) =>
    withFileLock(file, () => writeJsonFile(file, { version: 1, copies: changed(list()) }));
  return {
    list,
    add: (copy) => write((copies) => [...copies, copy]),
    change: (id, changes) =>
      write((copies) => copies.map((copy) => (copy.id === id ? { ...copy, ...changes } : copy))),
    remove: (id) => write((copies) => copies.filter((copy) => copy.id !== id)),
  };
}
