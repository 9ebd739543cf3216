// Looks at a folder and stores what is in it. What has not changed since the last look is not read again: size, times
// and inode tell. A change within the moment of the look leaves no trace in them, so what changed so recently is read
// again the next time.
import fs from 'node:fs';
import path from 'node:path';
import { PatchbayError } from '../errors/error.ts';
import type { Blobs } from './blobs.ts';
import { readPlainFile } from './state-at.ts';
import { addTree, type Entry, modeOf } from './tree.ts';

/** What is not looked at. */
export interface Coverage {
  /** Names of folders, anywhere: what builds make again. */
  readonly skippedFolders: readonly string[];
  /** Real paths of folders that are left out: where Patchbay and Codex keep their own files. */
  readonly ownFolders: readonly string[];
  /** Larger files are left out. */
  readonly maxFileBytes: number;
  /** Above either of them nothing of the folder is stored. */
  readonly maxFiles: number;
  readonly maxBytes: number;
  /** A look that takes longer stores nothing; the next one goes on where it stopped. */
  readonly maxMs: number;
}

export const defaultCoverage: Coverage = {
  skippedFolders: [
    'node_modules',
    'target',
    '.venv',
    'venv',
    '__pycache__',
    '.tox',
    '.mypy_cache',
    '.pytest_cache',
    '.ruff_cache',
    '.gradle',
    '.next',
    '.nuxt',
    '.svelte-kit',
    '.turbo',
    '.parcel-cache',
    '.terraform',
    'Pods',
    'DerivedData',
    'bower_components',
  ],
  ownFolders: [],
  maxFileBytes: 10_000_000,
  maxFiles: 100_000,
  maxBytes: 2_000_000_000,
  maxMs: 5_000,
};

export type Look =
  | {
      readonly kind: 'stored';
      /** Id of the tree. */
      readonly tree: string;
      readonly files: number;
      /** Paths that are there and not stored: too large, not readable, neither file nor link nor folder. */
      readonly leftOut: string[];
    }
  /** `why` is a clause. */
  | { readonly kind: 'uncovered'; readonly why: string };

/** What a look remembers of the files for the next one. */
export type Memory = Map<string, RememberedFile>;
interface RememberedFile {
  readonly stamp: string;
  readonly content: string;
}

/** What git keeps is git's: never stored, never restored. */
const OF_GIT = '.git';
/** Folders in which a restore prepares its files; a kill can leave one behind. */
export const STAGING = '.patchbay-restore-';
const LEFT_OUT = { kind: 'left-out' } as const;
/** Named, of those that are left out. */
const MAX_LEFT_OUT = 100;
/** Times of files are no finer than this. */
const MOMENT_MS = 50;

/**
 * @param folder a real path
 * @param memory of the last look at it; replaced by this one's
 * @throws checkpoint-not-written, and the file system's errors when the folder itself cannot be read
 */
export function lookAt(folder: string, blobs: Blobs, memory: Memory, coverage: Coverage): Look {
  const skipped = new Set(coverage.skippedFolders);
  const startedAt = Date.now();
  const seen: Memory = new Map();
  const leftOut: string[] = [];
  let files = 0;
  let bytes = 0;

  function folderAt(relative: string): Map<string, Entry> {
    const entries = new Map<string, Entry>();
    for (const found of fs.readdirSync(path.join(folder, relative), { withFileTypes: true })) {
      const at = relative === '' ? found.name : `${relative}/${found.name}`;
      const isSkipped =
        found.name === OF_GIT ||
        (found.isDirectory() && (skipped.has(found.name) || found.name.startsWith(STAGING)));
      const entry = isSkipped ? LEFT_OUT : entryAt(at);
      entries.set(found.name, entry);
      if (entry.kind === 'left-out' && !isSkipped) leftOut.push(at);
    }
    return entries;
  }

  function entryAt(relative: string): Entry {
    const file = path.join(folder, relative);
    try {
      const stat = fs.lstatSync(file);
      if (stat.isSymbolicLink()) return { kind: 'link', target: fs.readlinkSync(file) };
      if (stat.isDirectory()) {
        if (coverage.ownFolders.includes(file)) return LEFT_OUT;
        return { kind: 'folder', mode: modeOf(stat), tree: addTree(blobs, folderAt(relative)) };
      }
      if (!stat.isFile() || stat.size > coverage.maxFileBytes) return LEFT_OUT;
      count(stat.size);
      const content = contentAt(relative, file, stat);
      return { kind: 'file', mode: modeOf(stat), content, sizeBytes: stat.size };
    } catch (error) {
      if (error instanceof TooMuch || error instanceof PatchbayError) throw error;
      // It is gone meanwhile, or not readable for us.
      return LEFT_OUT;
    }
  }

  function contentAt(relative: string, file: string, stat: fs.Stats): string {
    const stamp = stampOf(stat);
    const known = memory.get(relative);
    const isKnown = known?.stamp === stamp && blobs.has(known.content);
    const content = isKnown ? known.content : blobs.add(readPlainFile(file));
    if (Math.max(stat.ctimeMs, stat.mtimeMs) < startedAt - MOMENT_MS) seen.set(relative, { stamp, content });
    return content;
  }

  function count(sizeBytes: number): void {
    if (Date.now() - startedAt > coverage.maxMs)
      throw new TooMuch(`reading it takes longer than ${coverage.maxMs / 1000} s`);
    files += 1;
    bytes += sizeBytes;
    if (files > coverage.maxFiles)
      throw new TooMuch(`it has more than ${coverage.maxFiles.toLocaleString('en')} files`);
    if (bytes > coverage.maxBytes)
      throw new TooMuch(
        `its files have more than ${(coverage.maxBytes / 1_000_000).toLocaleString('en')} MB`,
      );
  }

  try {
    const tree = addTree(blobs, folderAt(''));
    blobs.flush();
    memory.clear();
    for (const [name, file] of seen) memory.set(name, file);
    return { kind: 'stored', tree, files, leftOut: leftOut.slice(0, MAX_LEFT_OUT) };
  } catch (error) {
    blobs.flush();
    for (const [name, file] of seen) memory.set(name, file);
    if (error instanceof TooMuch) return { kind: 'uncovered', why: error.message };
    throw error;
  }
}

class TooMuch extends Error {}

function stampOf({ ino, size, mtimeMs, ctimeMs }: fs.Stats): string {
  return `${ino} ${size} ${mtimeMs} ${ctimeMs}`;
}
