// What a stored tree has at one path, and where a file may have had another name.
import { diffArrays } from 'diff';
import type { Blobs } from './blobs.ts';
import { type Change, changesBetween, type Entry, readTree, type StoredState } from './tree.ts';

/** What a stored tree says of a path. `left-out`: nothing is known of it. */
export type StoredAt = StoredState | 'nothing' | 'left-out';

type StoredFile = Extract<StoredState, { kind: 'file' }>;

export interface StoredPaths {
  /** @param relative to the folder of the tree, with `/` @throws checkpoint-broken */
  at(tree: string, relative: string): StoredAt;
  /** The tree of a folder below; undefined where none is stored. @throws checkpoint-broken */
  folderAt(tree: string, relative: string): string | undefined;
  /**
   * The file that another became between two trees: one that is gone in the second and has the same content, or much
   * of it. @throws checkpoint-broken
   */
  formerName(before: string, after: string, relative: string): string | undefined;
  /** The same the other way round, by the same content alone. @throws checkpoint-broken */
  laterName(before: string, after: string, relative: string): string | undefined;
  /** Files of a tree with this content. @throws checkpoint-broken */
  namesOf(tree: string, content: string): Generator<string>;
  /** @returns undefined for what is not text, or too long @throws checkpoint-broken */
  linesOf(content: string): readonly string[] | undefined;
}

/** Of a file whose lines are compared. */
export const MAX_TEXT_BYTES = 2_000_000;
/** Files that are compared with one that is new. */
const MAX_CANDIDATES = 30;
/** Of the lines of the longer one. */
const MIN_SAME = 0.5;
const MAX_EDITS = 2_000;

export function openStoredPaths(blobs: Blobs): StoredPaths {
  /** Most trees are asked for the same path again and again. */
  const found = new Map<string, Entry | undefined>();

  function entryAt(tree: string, names: readonly string[]): Entry | undefined {
    const [name = '', ...rest] = names;
    const key = `${tree}/${names.join('/')}`;
    if (found.has(key)) return found.get(key);
    const entry = readTree(blobs, tree).get(name);
    const below = rest.length > 0 && entry?.kind === 'folder' ? entryAt(entry.tree, rest) : undefined;
    const is = rest.length === 0 || entry?.kind === 'left-out' ? entry : below;
    found.set(key, is);
    return is;
  }

  const linesOf = (content: string) => textLines(blobs.read(content));

  function likeness(left: StoredFile, right: StoredFile): number {
    const longest = Math.max(left.sizeBytes, right.sizeBytes);
    if (longest > MAX_TEXT_BYTES || Math.min(left.sizeBytes, right.sizeBytes) < longest * MIN_SAME) return 0;
    const [one, other] = [linesOf(left.content), linesOf(right.content)];
    const parts = one && other && diffArrays([...one], [...other], { maxEditLength: MAX_EDITS });
    if (!parts) return 0;
    const same = parts.reduce((sum, part) => sum + (part.added || part.removed ? 0 : part.count), 0);
    return same / Math.max(one.length, other.length);
  }

  return {
    at(tree, relative) {
      const entry = entryAt(tree, relative.split('/'));
      if (entry?.kind === 'left-out') return 'left-out';
      return entry?.kind === 'folder' ? { kind: 'folder', mode: entry.mode } : (entry ?? 'nothing');
    },
    folderAt(tree, relative) {
      if (relative === '') return tree;
      const entry = entryAt(tree, relative.split('/'));
      return entry?.kind === 'folder' ? entry.tree : undefined;
    },
    formerName(before, after, relative) {
      const changes = changesBetween(blobs, before, after);
      const made = changes.find(({ path }) => path === relative)?.after;
      if (made?.kind !== 'file' || made.sizeBytes === 0) return undefined;
      const gone = changes.flatMap(goneFile);
      const same = gone.find(({ state }) => state.content === made.content);
      if (same) return same.path;
      const name = nameOf(relative);
      const likely = gone.sort(
        (left, right) => Number(nameOf(right.path) === name) - Number(nameOf(left.path) === name),
      );
      const ranked = likely
        .slice(0, MAX_CANDIDATES)
        .map(({ path, state }) => ({ path, same: likeness(state, made) }))
        .sort((left, right) => right.same - left.same);
      const [best] = ranked;
      return best && best.same >= MIN_SAME ? best.path : undefined;
    },
    laterName(before, after, relative) {
      const changes = changesBetween(blobs, before, after);
      const gone = changes.find(({ path }) => path === relative)?.before;
      if (gone?.kind !== 'file' || gone.sizeBytes === 0) return undefined;
      return changes.find(
        (change) =>
          change.before === undefined &&
          change.after?.kind === 'file' &&
          change.after.content === gone.content,
      )?.path;
    },
    namesOf: (tree, content) => namesIn(blobs, tree, '', content),
    linesOf,
  };
}

/** Without line ends; a last line without one counts. @returns undefined for what is not text, or too long */
export function textLines(content: Buffer): readonly string[] | undefined {
  if (content.length > MAX_TEXT_BYTES) return undefined;
  const text = content.toString();
  if (/[\0\uFFFD]/.test(text)) return undefined;
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function goneFile({ path, before, after }: Change): { path: string; state: StoredFile }[] {
  return before?.kind === 'file' && after === undefined && before.sizeBytes > 0
    ? [{ path, state: before }]
    : [];
}

function* namesIn(blobs: Blobs, tree: string, folder: string, content: string): Generator<string> {
  for (const [name, entry] of readTree(blobs, tree)) {
    const path = folder === '' ? name : `${folder}/${name}`;
    if (entry.kind === 'folder') yield* namesIn(blobs, entry.tree, path, content);
    if (entry.kind === 'file' && entry.content === content) yield path;
  }
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
