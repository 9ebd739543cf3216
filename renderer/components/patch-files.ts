// Converts a patch of the engine to files for a person: one unified diff each, with its counts.
import { relativeTo } from '../../server/contract/shown-paths.ts';
import { makeVisible } from '../../server/contract/visible.ts';

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
}

/** The line the engine adds after the diff of a moved file. */
const MOVED = /\n\nMoved to: [^\n]*$/;

/** @param folder the thread's folder; paths below it are shown relative to it */
export function patchFiles(changes: readonly RawChange[], folder: string): PatchFile[] {
  return changes.map(({ path, kind, diff }) => {
    const lines = hunkLines(diff.replace(MOVED, ''), kind.type);
    return {
      path: relativeTo(folder, path),
      movedTo: kind.move_path ? relativeTo(folder, kind.move_path) : undefined,
      kind: kind.type,
      lines,
      added: countOf('+', lines),
      removed: countOf('-', lines),
    };
  });
}

/** A whole `git diff` as files: what the engine reports as the diff of a turn. */
export function filesOfDiff(diff: string): PatchFile[] {
  const sections = diff.split(/^(?=diff --git )/m).filter((section) => section.trim());
  return sections.map((section) => {
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
    };
  });
}

/** One file of a comparison. @param file.path as it is shown @param file.hunks of a unified diff, without file headers */
export function fileOfHunks(file: { path: string; kind: PatchFile['kind']; hunks: string }): PatchFile {
  const lines = file.hunks === '' ? [] : hunkLines(file.hunks, 'update');
  return {
    path: file.path,
    movedTo: undefined,
    kind: file.kind,
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
