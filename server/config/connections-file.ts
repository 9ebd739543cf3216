// What `connect` wrote into the settings of clients, so that it can be taken back exactly: the file as it was before, and
// as it is since. One entry a file.
import { z } from 'zod';
import { withFileLock } from '../files/file-lock.ts';
import { readJsonFile, writeJsonFile } from '../files/json-file.ts';

const connectionSchema = z.object({
  /** The id of the kind of client. */
  client: z.string(),
  /** The settings file, without links. */
  file: z.string(),
  /** The file as it was before; null if it was not there. */
  backup: z.string().nullable(),
  /** SHA-256 of what was written, hex. */
  digest: z.string(),
  /** The name of the token made for it. */
  token: z.string().optional(),
});
const fileSchema = z.object({ version: z.literal(1), connections: z.array(connectionSchema) });

export type Connection = z.infer<typeof connectionSchema>;

export interface ConnectionsFile {
  /** @throws file-broken, file-newer */
  list(): readonly Connection[];
  /** @throws file-broken, file-newer */
  of(file: string): Connection | undefined;
  /** Replaces what is kept about that file. @throws file-broken, file-in-use, file-not-written */
  put(connection: Connection): void;
  /** @throws file-broken, file-in-use, file-not-written */
  forget(file: string): void;
}

export function openConnectionsFile(file: string): ConnectionsFile {
  const list = () => readJsonFile(file, () => fileSchema)?.connections ?? [];
  const change = (settings: string, added: readonly Connection[]) =>
    withFileLock(file, () => {
      const others = list().filter((one) => one.file !== settings);
      writeJsonFile(file, { version: 1, connections: [...others, ...added] });
    });
  return {
    list,
    of: (settings) => list().find((one) => one.file === settings),
    put: (connection) => change(connection.file, [connection]),
    forget: (settings) => change(settings, []),
  };
}
