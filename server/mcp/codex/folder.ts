// Which folder a call works in: its `cwd`, else the client's only root, else the folder the person set for it, else
// the folder the client was started in. Never `/` or the home folder unless the call names it, and never to write
// there unless the person has allowed it.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { holdsHome } from '../../base/home-folder.ts';
import { realPath } from '../../base/real-path.ts';
import { folderNotFound, noFolder } from '../../errors/calls.ts';
import { PatchbayError } from '../../errors/error.ts';
import { fileProblem } from '../../errors/files.ts';

/** What is known about a client's location. */
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
    .flatMap((uri) => pathOf(uri) ?? []);
  if (roots.length === 1) return roots[0];
  if (client.preferred !== undefined) return client.preferred;
  return client.cwd === undefined || holdsHome(realPath(client.cwd)) ? undefined : client.cwd;
}

/** @returns undefined for a root on another machine, or one that is not a path */
function pathOf(uri: string): string | undefined {
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined;
  }
}

function existingFolder(folder: string): string {
  if (folder.includes('\0')) {
    throw folderNotFound(folder.replaceAll('\0', '\\0'), 'has a NUL character in its name');
  }
  if (!path.isAbsolute(folder)) throw folderNotFound(folder, 'is not an absolute path');
  try {
    const stat = fs.statSync(folder, { throwIfNoEntry: false });
    if (!stat) throw folderNotFound(folder, 'does not exist');
    if (!stat.isDirectory()) throw folderNotFound(folder, 'is not a folder');
    return fs.realpathSync(folder);
  } catch (error) {
    if (error instanceof PatchbayError) throw error;
    throw folderNotFound(folder, `cannot be opened: ${fileProblem(error)}`);
  }
}

/** Whether it is one of these folders, in any spelling. */
export function isOneOf(folder: string, others: readonly (string | undefined)[]): boolean {
  return others.some((other) => other !== undefined && realPath(other) === folder);
}
