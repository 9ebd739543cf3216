// `patchbay sessions list/show/export`: the records of threads.
import { resolvePaths } from '../config/paths.ts';
import { escapeInvisible, makeVisible, makeVisibleInLine } from '../contract/visible.ts';
import { createRedactor } from '../logging/redact.ts';
import { findRecord, listRecords, type RecordFile, readRecord } from '../records/record-files.ts';
import { markdownOf } from '../records/record-markdown.ts';
import { headOf, type RecordHead, timelineOf } from '../records/record-timeline.ts';
import { jsonText } from './output.ts';

export type ExportFormat = 'md' | 'json' | 'html';

export function listSessions({ json }: { json: boolean }): void {
  const records = listRecords(recordsFolder());
  for (const record of records) {
    const { changedAt } = record;
    const head = headWithin(record);
    const changed = changedAt.toISOString();
    const text = json
      ? jsonText({ ...head, changedAt: changed })
      : [head.threadId, changed.slice(0, 16).replace('T', ' '), head.client, head.folder]
          .map(makeVisibleInLine)
          .join('\t');
    process.stdout.write(`${text}\n`);
  }
  if (records.length > 0) return;
  if (json) process.stdout.write('[]\n');
  process.stderr.write('Nothing has been recorded yet.\n');
}

/** @throws record-not-found, record-ambiguous */
export function showSession(id: string): void {
  const record = findRecord(recordsFolder(), id);
  const text = markdownOf(headWithin(record), timelineOf(readRecord(record)));
  process.stdout.write(makeVisible(text));
}

/**
 * Writes to standard output. Redacted again: the rules may be better now than when the record was written.
 * @throws record-not-found, record-ambiguous
 */
export async function exportSession(id: string, format: ExportFormat): Promise<void> {
  const record = findRecord(recordsFolder(), id);
  const lines = readRecord(record);
  const head = headWithin(record);
  const write = {
    md: () => markdownOf(head, timelineOf(lines)),
    html: async () => (await import('../records/record-html.ts')).htmlOf(head, timelineOf(lines)),
    json: () => `${JSON.stringify({ ...head, lines }, null, 2)}\n`,
  };
  const redacted = createRedactor().redact(await write[format]());
  process.stdout.write(format === 'json' ? escapeInvisible(redacted) : makeVisible(redacted));
}

/** A record without its first line still gets a name. */
function headWithin(record: RecordFile): RecordHead {
  const { threadId, changedAt } = record;
  const unknown = {
    threadId,
    client: 'unknown',
    folder: 'unknown',
    isSession: false,
    startedAt: changedAt.toISOString(),
  };
  return headOf(readRecord(record)) ?? unknown;
}

function recordsFolder(): string {
  return resolvePaths({ env: process.env }).recordsFolder;
}
