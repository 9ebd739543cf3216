// The files of a patch as a tree of folders, in the order in which it is shown. Pure.

export type TreeRow =
  | { readonly kind: 'folder'; readonly name: string; readonly path: string; readonly depth: number }
  /** `file`: its index in the patch. */
  | {
      readonly kind: 'file';
      readonly name: string;
      readonly path: string;
      readonly depth: number;
      readonly file: number;
    };

interface Folder {
  readonly folders: Map<string, Folder>;
  readonly files: { readonly name: string; readonly path: string; readonly file: number }[];
}

/**
 * @param filter what a path has to contain, word by word, in any case; '' for all
 * @returns folders before files, each by name; a folder with nothing but one folder in it shares its row
 */
export function treeRows(paths: readonly string[], filter: string): TreeRow[] {
  const wanted = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const root: Folder = { folders: new Map(), files: [] };
  for (const [file, path] of paths.entries()) {
    const lower = path.toLowerCase();
    if (!wanted.every((word) => lower.includes(word))) continue;
    const parts = path.split('/');
    const name = parts.pop() ?? path;
    folderAt(root, parts).files.push({ name, path, file });
  }
  return rowsOf(root, '', 0);
}

function folderAt(root: Folder, parts: readonly string[]): Folder {
  let folder = root;
  for (const part of parts) {
    const next = folder.folders.get(part) ?? { folders: new Map(), files: [] };
    folder.folders.set(part, next);
    folder = next;
  }
  return folder;
}

function rowsOf(folder: Folder, prefix: string, depth: number): TreeRow[] {
  const rows: TreeRow[] = [];
  for (const [first, child] of sorted([...folder.folders], ([name]) => name)) {
    let [name, inner] = [first, child];
    for (
      let [only] = inner.folders;
      only && inner.folders.size === 1 && inner.files.length === 0;
      [only] = inner.folders
    ) {
      name = `${name}/${only[0]}`;
      inner = only[1];
    }
    const path = `${prefix}${name}`;
    rows.push({ kind: 'folder', name: name || '/', path, depth }, ...rowsOf(inner, `${path}/`, depth + 1));
  }
  const files = sorted(folder.files, ({ name }) => name);
  return [...rows, ...files.map((file) => ({ kind: 'file' as const, ...file, depth }))];
}

function sorted<T>(items: readonly T[], nameOf: (item: T) => string): T[] {
  return items.toSorted((left, right) => nameOf(left).localeCompare(nameOf(right), 'en', { numeric: true }));
}
