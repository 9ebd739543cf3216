// What turns changed today, as the receipts of their records say.
import type { Receipt } from './receipt.ts';

export interface ChangedToday {
  /** Turns that changed a file. */
  readonly turnCount: number;
  /** Each file once. */
  readonly fileCount: number;
  /** Lines, of all turns together. */
  readonly added: number;
  readonly removed: number;
  /** The one with the most files first. */
  readonly folders: readonly ChangedFolder[];
  /** Turns that ran tests, by how the last run of each came out. */
  readonly tests: Readonly<Record<'passed' | 'failed' | 'unknown', number>>;
}

export interface ChangedFolder {
  readonly folder: string;
  readonly fileCount: number;
  readonly added: number;
  readonly removed: number;
}

/** What one turn did, and in which folder. */
export interface TurnReceipt {
  readonly folder: string;
  readonly receipt: Receipt;
}

export function changedTodayOf(turns: readonly TurnReceipt[]): ChangedToday {
  const of = (folder: string) => turns.filter((turn) => turn.folder === folder);
  const folders = [...new Set(turns.map(({ folder }) => folder))]
    .map((folder) => ({ folder, ...changesOf(of(folder).map(({ receipt }) => receipt)) }))
    .filter(({ fileCount }) => fileCount > 0)
    .sort((a, b) => b.fileCount - a.fileCount);
  const sum = (what: 'fileCount' | 'added' | 'removed') =>
    folders.reduce((total, one) => total + one[what], 0);
  const tests = { passed: 0, failed: 0, unknown: 0 };
  for (const { receipt } of turns) if (receipt.tests) tests[receipt.tests.outcome] += 1;
  return {
    turnCount: turns.filter(({ receipt }) => receipt.fileCount > 0).length,
    fileCount: sum('fileCount'),
    added: sum('added'),
    removed: sum('removed'),
    folders,
    tests,
  };
}

function changesOf(receipts: readonly Receipt[]): Omit<ChangedFolder, 'folder'> {
  const files = receipts.flatMap((receipt) => receipt.files);
  const listed = new Set(files.map(({ path }) => path)).size;
  // Of a turn with very many files only the first ones are listed.
  const most = Math.max(0, ...receipts.map(({ fileCount }) => fileCount));
  return {
    fileCount: Math.max(listed, most),
    added: files.reduce((total, { added = 0 }) => total + added, 0),
    removed: files.reduce((total, { removed = 0 }) => total + removed, 0),
  };
}
