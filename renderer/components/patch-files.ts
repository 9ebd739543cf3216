// Converts a patch of the engine to files for a person: one unified diff each, with its counts.
import type { Pictures } from '../../server/contract/pictures.ts';
import { relativeTo } from '../../server/contract/shown-paths.ts';
import { makeVisible } from '../../server/contract/visible.ts';
import { treeRows } from './diff/file-tree.ts';

/** In the engine's form: `diff` is a unified diff, or the whole text of an added or deleted file. */
export interface RawChange {
  readonly path: string;
  readonly kind: { readonly type: 'add' | 'delete' | 'update'; readonly move_path?: string | null };
  readonly diff: string;
}

export interface PatchFile {
  /** Relative to the thread's folder if possible. */
  readonly path: string;
  readonly movedTo: string | undefined;
  readonly kind: 'add' | 'delete' | 'update';
  /** Hunks without file headers; invisible characters shown. */
  readonly lines: readonly string[];
  readonly added: number;
  readonly removed: number;
  /** A diff that only says that the file differs. */
  readonly isBinary?: boolean;
  /** Where they are known beside the text. */
  readonly pictures?: Pictures | undefined;
}

/** The line the engine adds after the diff of a moved file. */
const MOVED = /\n\nMoved to: [^\n]*$/;

/**
 * @param folder the thread's folder; paths below it are shown relative to it
 * @param pictures where they are known, by the path as the patch names it
 * @returns in the order of their tree
 */
export function patchFiles(
  changes: readonly RawChange[],
  folder: string,
  pictures: Readonly<Record<string, Pictures>> = {},
): PatchFile[] {
  const files = changes.map(({ path, kind, diff }) => {
    const lines = hunkLines(diff.replace(MOVED, ''), kind.type);
    return {
      path: relativeTo(folder, path),
      movedTo: kind.move_path ? relativeTo(folder, kind.move_path) : undefined,
      kind: kind.type,
      lines,
      added: countOf('+', lines),
      removed: countOf('-', lines),
      pictures: Object.hasOwn(pictures, path) ? pictures[path] : undefined,
    };
  });
  return inTreeOrder(files);
}

/** A whole `git diff` as files, in the order of their tree: what the engine reports as the diff of a turn. */
export function filesOfDiff(diff: string): PatchFile[] {
  const sections = diff.split(/^(?=diff --git )/m).filter((section) => section.trim());
  const files = sections.map((section): PatchFile => {
    const oldPath = /^--- (?:a\/)?(.+?)\r?$/m.exec(section)?.[1];
    const newPath = /^\+\+\+ (?:b\/)?(.+?)\r?$/m.exec(section)?.[1];
    const named = /^diff --git a\/(.+?) b\/(.+?)\r?$/m.exec(section);
    const from = oldPath && oldPath !== '/dev/null' ? oldPath : named?.[1];
    const to = newPath && newPath !== '/dev/null' ? newPath : named?.[2];
    const kind = newPath === '/dev/null' ? 'delete' : oldPath === '/dev/null' ? 'add' : 'update';
    const lines = hunkLines(section, 'update');
    return {
      path: makeVisible(from ?? to ?? ''),
      movedTo: kind === 'update' && from !== to && to ? makeVisible(to) : undefined,
      kind,
      lines,
      added: countOf('+', lines),
      removed: countOf('-', lines),
      isBinary: /^(Binary files .* differ|GIT binary patch)\r?$/m.test(section),
    };
  });
  return inTreeOrder(files);
}

/** One file of a comparison. @param file.path as it is shown @param file.hunks of a unified diff, without file headers */
export function fileOfHunks(
  file: Pick<PatchFile, 'path' | 'kind' | 'pictures'> & { hunks: string },
): PatchFile {
  const lines = file.hunks === '' ? [] : hunkLines(file.hunks, 'update');
  return {
    path: file.path,
    movedTo: undefined,
    kind: file.kind,
    pictures: file.pictures,
    lines,
    added: countOf('+', lines),
    removed: countOf('-', lines),
  };
}

/** Its path, and where it is moved to. */
export function pathOf({ path, movedTo }: Pick<PatchFile, 'path' | 'movedTo'>): string {
  return movedTo ? `${path} → ${movedTo}` : path;
}

export function totalsOf(files: readonly PatchFile[]): { added: number; removed: number } {
  return {
    added: files.reduce((sum, file) => sum + file.added, 0),
    removed: files.reduce((sum, file) => sum + file.removed, 0),
  };
}

/** As the tree beside them lists them, so that both are read in one direction. */
function inTreeOrder(files: readonly PatchFile[]): PatchFile[] {
  const paths = files.map(({ path }) => path);
  return treeRows(paths, '').flatMap((row) => (row.kind === 'file' ? (files[row.file] ?? []) : []));
}

/** The text of an added or deleted file is never searched for hunks: a line of it could pretend to be one. */
function hunkLines(diff: string, kind: PatchFile['kind']): string[] {
  const lines = makeVisible(diff.replace(/\r\n/g, '\n')).replace(/\n$/, '').split('\n');
  if (kind === 'update') {
    const firstHunk = lines.findIndex((line) => line.startsWith('@@'));
    return firstHunk < 0 ? [] : lines.slice(firstHunk);
  }
  if (diff === '') return [];
  const sign = kind === 'add' ? '+' : '-';
  const header = kind === 'add' ? `@@ -0,0 +1,${lines.length} @@` : `@@ -1,${lines.length} +0,0 @@`;
  return [header, ...lines.map((line) => sign + line)];
}

function countOf(sign: '+' | '-', lines: readonly string[]): number {
  return lines.filter((line) => line.startsWith(sign)).length;
}
