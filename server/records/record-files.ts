// The files of the records: listing them, and removing old ones.
import fs from 'node:fs';
import path from 'node:path';
import { fileBroken } from '../errors/files.ts';
import { recordAmbiguous, recordNotFound } from '../errors/records.ts';
import { readLinesOf } from '../files/append-line.ts';
import { parseRecordLine, type RecordLine } from './record-line.ts';

/** Records older than this are removed, and the oldest ones when all together take more space. */
export interface Retention {
  readonly keepDays: number;
  readonly maxMegabytes: number;
}

export const defaultRetention: Retention = { keepDays: 90, maxMegabytes: 500 };

export interface RecordFile {
  readonly threadId: string;
  readonly file: string;
  /** The time of the last line. */
  readonly changedAt: Date;
  readonly sizeBytes: number;
}

const EXTENSION = '.jsonl';
const DAY_MS = 86_400_000;
const MEGABYTE = 1_000_000;

/** Thread ids come from the engine; one that could name another path is made harmless. */
export function fileOfThread(folder: string, threadId: string): string {
  return path.join(folder, `${threadId.replace(/[^\w-]/g, '_')}${EXTENSION}`);
}

/** The most recently changed first. @throws file-broken when the folder cannot be read */
export function listRecords(folder: string): RecordFile[] {
  return namesIn(folder)
    .filter((name) => name.endsWith(EXTENSION))
    .flatMap((name) => {
      const file = path.join(folder, name);
      const stat = fs.statSync(file, { throwIfNoEntry: false });
      const threadId = name.slice(0, -EXTENSION.length);
      return stat ? [{ threadId, file, changedAt: stat.mtime, sizeBytes: stat.size }] : [];
    })
    .sort((left, right) => right.changedAt.getTime() - left.changedAt.getTime());
}

function namesIn(folder: string): string[] {
  try {
    return fs.readdirSync(folder);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw fileBroken(
      folder,
      (cause as NodeJS.ErrnoException).code === 'ENOTDIR' ? 'it is not a folder' : cause,
    );
  }
}

/**
 * @param beginning the beginning of a thread id, long enough to be unique
 * @throws record-not-found, record-ambiguous
 */
export function findRecord(folder: string, beginning: string): RecordFile {
  const [found, other] = listRecords(folder).filter(({ threadId }) => threadId.startsWith(beginning));
  if (!found || beginning === '') throw recordNotFound(beginning);
  if (other) throw recordAmbiguous(beginning);
  return found;
}

export function readRecord({ file }: Pick<RecordFile, 'file'>): RecordLine[] {
  return readLinesOf(file).flatMap((line) => parseRecordLine(line) ?? []);
}

export function removeOldRecords(folder: string, { keepDays, maxMegabytes }: Retention): void {
  let totalBytes = 0;
  for (const { file, changedAt, sizeBytes } of listRecords(folder)) {
    totalBytes += sizeBytes;
    const isOld = changedAt.getTime() < Date.now() - keepDays * DAY_MS;
    if (isOld || totalBytes > maxMegabytes * MEGABYTE) fs.rmSync(file, { force: true });
  }
}
