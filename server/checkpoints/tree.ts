// What was in a folder, as a tree of contents: a folder is a list of its entries, and folders that are equal are stored
// once. Changes between two trees are found without looking into what is equal.
import { z } from 'zod';
import type { Blobs } from './blobs.ts';

/** What is kept of a path. */
export type StoredState =
  | {
      readonly kind: 'file' /** Permission bits. */;
      readonly mode: number;
      readonly content: string;
      readonly sizeBytes: number;
    }
  /** Kept as a link, never followed. */
  | { readonly kind: 'link'; readonly target: string }
  | { readonly kind: 'folder'; readonly mode: number };

/** What is at a path; `other` is a pipe, a socket, a device, or a file that cannot be read: never stored or replaced. */
export type State = StoredState | { readonly kind: 'other' };

/**
 * An entry of a stored folder. `tree` is the id of that folder's own list; `left-out` is there and not stored, so that
 * nothing is known of it or of what is in it.
 */
export type Entry =
  | { readonly kind: 'left-out' }
  | Exclude<StoredState, { kind: 'folder' }>
  | { readonly kind: 'folder'; readonly mode: number; readonly tree: string };

/** What became of one path; undefined where nothing is. */
export interface Change {
  /** Relative to the folder, with `/`. */
  readonly path: string;
  readonly before: StoredState | undefined;
  readonly after: StoredState | undefined;
}

const lineSchema = z.union([
  z.tuple([z.string(), z.literal('f'), z.number(), z.string(), z.number()]),
  z.tuple([z.string(), z.literal('l'), z.string()]),
  z.tuple([z.string(), z.literal('d'), z.number(), z.string()]),
  z.tuple([z.string(), z.literal('x')]),
]);
const treeSchema = z.array(lineSchema);
type Line = z.infer<typeof lineSchema>;

/** @param entries by name; equal entries give the same id, in whichever order */
export function addTree(blobs: Blobs, entries: ReadonlyMap<string, Entry>): string {
  const lines = [...entries].map(([name, entry]) => lineOf(name, entry));
  lines.sort(([left], [right]) => (left < right ? -1 : 1));
  return blobs.add(Buffer.from(JSON.stringify(lines)));
}

/** The entries of a stored folder by their names. @throws checkpoint-broken */
export function readTree(blobs: Blobs, id: string): Map<string, Entry> {
  const lines = treeSchema.parse(JSON.parse(String(blobs.read(id))));
  return new Map(lines.map((line) => [line[0], entryOfLine(line)]));
}

/** Every content and list that a tree needs, itself included. @throws checkpoint-broken */
export function* contentsOf(blobs: Blobs, id: string, isKnown: (id: string) => boolean): Generator<string> {
  if (isKnown(id)) return;
  yield id;
  for (const entry of readTree(blobs, id).values()) {
    if (entry.kind === 'folder') yield* contentsOf(blobs, entry.tree, isKnown);
    if (entry.kind === 'file') yield entry.content;
  }
}

/**
 * What a tree has at a path.
 * @param path relative to its folder, with `/`
 * @returns undefined where nothing was
 * @throws checkpoint-broken
 */
export function entryAt(blobs: Blobs, tree: string, path: string): Entry | undefined {
  const [name = '', ...below] = path.split('/');
  const entry = readTree(blobs, tree).get(name);
  if (below.length === 0 || entry?.kind === 'left-out') return entry;
  return entry?.kind === 'folder' ? entryAt(blobs, entry.tree, below.join('/')) : undefined;
}

/** @returns in the order of paths; a folder that is new or gone comes with everything in it @throws checkpoint-broken */
export function changesBetween(blobs: Blobs, before: string, after: string): Change[] {
  return [...compare(blobs, '', before, after)];
}

/** Whether nothing has to be done to make one the other. */
export function isSame(left: State | undefined, right: State | undefined): boolean {
  if (!left || !right) return left === right;
  if (left.kind === 'link') return right.kind === 'link' && left.target === right.target;
  if (left.kind === 'folder') return right.kind === 'folder' && left.mode === right.mode;
  if (left.kind === 'other') return right.kind === 'other';
  return right.kind === 'file' && left.mode === right.mode && left.content === right.content;
}

/** Permission bits with set-uid, set-gid and sticky. */
export function modeOf({ mode }: { readonly mode: number }): number {
  return mode & 0o7777;
}

/**
 * Empty folders that the sandbox of a command puts into the folder it may write in, to mount over, for as long as the
 * command runs (observed on 0.169.0). It puts a `.git` too, which is never looked into.
 */
const MOUNT_TARGETS: readonly string[] = ['.agents', '.aws', '.codex'];

function* compare(
  blobs: Blobs,
  folder: string,
  before: string | undefined,
  after: string | undefined,
): Generator<Change> {
  if (before === after) return;
  const left = before === undefined ? undefined : readTree(blobs, before);
  const right = after === undefined ? undefined : readTree(blobs, after);
  const names = [...new Set([...(left?.keys() ?? []), ...(right?.keys() ?? [])])].sort();
  for (const name of names) {
    const path = folder === '' ? name : `${folder}/${name}`;
    const [was, is] = [left?.get(name), right?.get(name)];
    // What became of it cannot be told, and nothing can be done about it.
    if (was?.kind === 'left-out' || is?.kind === 'left-out') continue;
    if (folder === '' && MOUNT_TARGETS.includes(name) && isEmptyOrNothing(blobs, was, is)) continue;
    const [wasState, isState] = [stateOf(was), stateOf(is)];
    if (!isSame(wasState, isState)) yield { path, before: wasState, after: isState };
    yield* compare(blobs, path, treeOf(was), treeOf(is));
  }
}

/** Whether there is nothing at both, or an empty folder. */
function isEmptyOrNothing(blobs: Blobs, ...entries: readonly (Entry | undefined)[]): boolean {
  return entries.every(
    (entry) => entry === undefined || (entry.kind === 'folder' && readTree(blobs, entry.tree).size === 0),
  );
}

function stateOf(entry: Exclude<Entry, { kind: 'left-out' }> | undefined): StoredState | undefined {
  return entry?.kind === 'folder' ? { kind: 'folder', mode: entry.mode } : entry;
}

function treeOf(entry: Entry | undefined): string | undefined {
  return entry?.kind === 'folder' ? entry.tree : undefined;
}

function lineOf(name: string, entry: Entry): Line {
  switch (entry.kind) {
    case 'file':
      return [name, 'f', entry.mode, entry.content, entry.sizeBytes];
    case 'link':
      return [name, 'l', entry.target];
    case 'folder':
      return [name, 'd', entry.mode, entry.tree];
    case 'left-out':
      return [name, 'x'];
  }
}

function entryOfLine(line: Line): Entry {
  switch (line[1]) {
    case 'f':
      return { kind: 'file', mode: line[2], content: line[3], sizeBytes: line[4] };
    case 'l':
      return { kind: 'link', target: line[2] };
    case 'd':
      return { kind: 'folder', mode: line[2], tree: line[3] };
    case 'x':
      return { kind: 'left-out' };
  }
}
