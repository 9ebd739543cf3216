// Which folder a call works in: its `cwd`, else the client's only root, else the folder the
// person set for it, else the folder the client was started in.
// Never `/` or the home folder unless the call says so.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { folderNotFound, noFolder } from '../errors.ts';

/** Where a client is, as far as it shows. */
export interface ClientFolders {
  /** The folder of the process on the other side of stdio. */
  readonly cwd?: string | undefined;
  /** What the person set for it. */
  readonly preferred?: string | undefined;
  /** Its workspace roots, as `file:` URIs; asked only when needed. */
  roots(): Promise<readonly string[]>;
}

/**
 * @param asked `cwd` of the call
 * @returns a real, absolute path of an existing folder
 * @throws no-folder, folder-not-found
 */
export async function resolveFolder(asked: string | undefined, client: ClientFolders): Promise<string> {
  if (asked !== undefined && path.isAbsolute(asked)) return existingFolder(asked);
  const base = await baseFolder(client);
  if (asked !== undefined) return existingFolder(base ? path.resolve(base, asked) : asked);
  if (base === undefined) throw noFolder();
  return existingFolder(base);
}

async function baseFolder(client: ClientFolders): Promise<string | undefined> {
  const roots = (await client.roots())
    .filter((uri) => uri.startsWith('file:'))
    .map((uri) => fileURLToPath(uri));
  if (roots.length === 1) return roots[0];
  if (client.preferred !== undefined) return client.preferred;
  const isTooWide = client.cwd === path.parse(client.cwd ?? '').root || client.cwd === os.homedir();
  return isTooWide ? undefined : client.cwd;
}

function existingFolder(folder: string): string {
  if (!path.isAbsolute(folder)) throw folderNotFound(folder, 'is not an absolute path');
  const stat = fs.statSync(folder, { throwIfNoEntry: false });
  if (!stat) throw folderNotFound(folder, 'does not exist');
  if (!stat.isDirectory()) throw folderNotFound(folder, 'is not a folder');
  return fs.realpathSync(folder);
}
