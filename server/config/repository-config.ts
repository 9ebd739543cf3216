// What a repository wants Codex to do: the `.codex` folders between a working folder and the root of its repository.
// For trusted folders, the engine reads each of them and starts the programs they name (observed on 0.169.0).
import { hash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'smol-toml';
import { readRegularFile } from '../files/regular-file.ts';

export interface RepositoryConfig {
  /** The folder that contains `.codex`, absolute. */
  readonly folder: string;
  readonly files: readonly RepositoryFile[];
  /** SHA-256 of all files with their names, hex. */
  readonly digest: string;
}

export interface RepositoryFile {
  /** Relative to the folder: `.codex/config.toml`. */
  readonly path: string;
  readonly text: string;
}

/** The permission profile Patchbay defines for its threads; a repository must not add to it. */
export const OWN_PROFILE = 'patchbay';

/** Nobody reads more than this before approving. */
const MOST = { files: 100, bytes: 256 * 1024 };

/**
 * @param cwd absolute
 * @returns the outermost first; without those that cannot be shown or used: too long, not TOML, or changing our own
 *   permission profile
 */
export function repositoryConfigs(cwd: string, codexHome: string): RepositoryConfig[] {
  return foldersToRoot(cwd)
    .filter((folder) => path.join(folder, '.codex') !== codexHome)
    .flatMap((folder) => readConfig(folder) ?? [])
    .reverse();
}

/** Up to the first folder with `.git`; only the folder itself if there is none, as the engine does. */
function foldersToRoot(cwd: string): string[] {
  const folders = [cwd];
  for (let folder = cwd; !fs.existsSync(path.join(folder, '.git')); ) {
    const parent = path.dirname(folder);
    if (parent === folder) return [cwd];
    folders.push(parent);
    folder = parent;
  }
  return folders;
}

function readConfig(folder: string): RepositoryConfig | undefined {
  try {
    const files = filesBelow(folder, '.codex');
    if (files.length === 0 || !files.every(isUsable)) return undefined;
    const digest = hash('sha256', JSON.stringify(files));
    return { folder, files, digest };
  } catch {
    return undefined;
  }
}

/** @throws when there are too many, or one cannot be read */
function filesBelow(folder: string, start: string): RepositoryFile[] {
  const files: RepositoryFile[] = [];
  let bytes = 0;
  const pending = fs.existsSync(path.join(folder, start)) ? [start] : [];
  while (pending.length > 0) {
    const name = pending.shift() ?? '';
    const file = path.join(folder, name);
    if (fs.statSync(file).isDirectory()) {
      pending.push(...fs.readdirSync(file).map((inner) => path.join(name, inner)));
    } else {
      bytes += fs.statSync(file).size;
      if (bytes > MOST.bytes) throw new Error('too long');
      files.push({ path: name, text: readRegularFile(file).toString('utf8') });
    }
    if (files.length + pending.length > MOST.files) throw new Error('too many files');
  }
  return files.sort((left, right) => (left.path < right.path ? -1 : 1));
}

function isUsable({ path: name, text }: RepositoryFile): boolean {
  if (!name.endsWith('.toml')) return true;
  const { permissions } = parse(text) as { permissions?: object };
  return permissions === undefined || !Object.hasOwn(permissions, OWN_PROFILE);
}
