// `patchbay sessions list/show/export`: the records of threads.
import { resolvePaths } from '../config/paths.ts';
import { escapeInvisible, makeVisible, makeVisibleInLine } from '../contract/visible.ts';
import { createRedactor } from '../logging/redact.ts';
import { findRecord, listRecords, type RecordFile, readRecord } from '../records/record-files.ts';
import { markdownOf } from '../records/record-markdown.ts';
import { headOf, type RecordHead, timelineOf } from '../records/record-timeline.ts';
import { printJson } from './output.ts';

export type ExportFormat = 'md' | 'json' | 'html';

export function listSessions({ json }: { json: boolean }): void {
  const records = listRecords(recordsFolder());
  const listed = records.map((record) => ({
    ...headWithin(record),
    changedAt: record.changedAt.toISOString(),
  }));
  if (json) printJson(listed);
  else
    for (const { threadId, changedAt, client, folder } of listed) {
      const facts = [threadId, changedAt.slice(0, 16).replace('T', ' '), client, folder];
      process.stdout.write(`${facts.map(makeVisibleInLine).join('\t')}\n`);
    }
  if (listed.length === 0) process.stderr.write('Nothing has been recorded yet.\n');
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
