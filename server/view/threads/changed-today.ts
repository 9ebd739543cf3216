// Reads from the records what turns changed today. A record that has not grown since is not read again.
import { type ChangedToday, changedTodayOf, type TurnReceipt } from '../../contract/changed-today.ts';
import { listRecords, type RecordFile, readRecord } from '../../records/record-files.ts';

interface Read {
  readonly sizeBytes: number;
  readonly turns: readonly (TurnReceipt & { readonly at: number })[];
}

/** @returns a function that reads now. @throws file-broken when the folder cannot be read */
export function openChangedToday(recordsFolder: string): () => ChangedToday {
  let known = new Map<string, Read>();

  function readAgain({ file, sizeBytes }: RecordFile): Read {
    const before = known.get(file);
    if (before?.sizeBytes === sizeBytes) return before;
    const lines = readRecord({ file });
    const folder = lines.find((line) => line.kind === 'thread')?.folder ?? '';
    const turns = lines.flatMap((line) =>
      line.kind === 'receipt' ? [{ folder, receipt: line.receipt, at: Date.parse(line.time) }] : [],
    );
    return { sizeBytes, turns };
  }

  return () => {
    const midnight = new Date().setHours(0, 0, 0, 0);
    const files = listRecords(recordsFolder).filter(({ changedAt }) => changedAt.getTime() >= midnight);
    known = new Map(files.map((record) => [record.file, readAgain(record)]));
    return changedTodayOf(
      [...known.values()].flatMap(({ turns }) => turns.filter(({ at }) => at >= midnight)),
    );
  };
}
