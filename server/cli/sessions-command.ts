// `patchbay sessions list/show/export`: the records of threads.
import { controlPlaceOf } from '../config/control-place.ts';
import { resolvePaths } from '../config/paths.ts';
import { escapeInvisible, makeVisible, makeVisibleInLine } from '../contract/visible.ts';
import { askRunningThreads } from '../control/ask-host.ts';
import { createRedactor } from '../logging/redact.ts';
import { withCutOffEnds } from '../records/cut-off.ts';
import { findRecord, listRecords, type RecordFile, readRecord } from '../records/record-files.ts';
import type { RecordLine } from '../records/record-line.ts';
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

/** @throws record-not-found, record-ambiguous, control-folder-not-safe */
export async function showSession(id: string): Promise<void> {
  const record = findRecord(recordsFolder(), id);
  const text = markdownOf(headWithin(record), timelineOf(await linesNow(record)));
  process.stdout.write(makeVisible(text));
}

/**
 * Writes to standard output. Redacted again: the rules may be better now than when the record was written.
 * @throws record-not-found, record-ambiguous, control-folder-not-safe
 */
export async function exportSession(id: string, format: ExportFormat): Promise<void> {
  const record = findRecord(recordsFolder(), id);
  const lines = await linesNow(record);
  const head = headWithin(record);
  const write = {
    md: () => markdownOf(head, timelineOf(lines)),
    html: async () => (await import('../records/record-html.ts')).htmlOf(head, timelineOf(lines)),
    json: () => `${JSON.stringify({ ...head, lines }, null, 2)}\n`,
  };
  const redacted = createRedactor().redact(await write[format]());
  process.stdout.write(format === 'json' ? escapeInvisible(redacted) : makeVisible(redacted));
}

/** Asked before it is read: a turn that ends meanwhile has its end. */
async function linesNow(record: RecordFile): Promise<RecordLine[]> {
  const { patchbayHome } = resolvePaths({ env: process.env });
  const running = await askRunningThreads(controlPlaceOf(patchbayHome));
  const lines = readRecord(record);
  return running === undefined || running.includes(record.threadId) ? lines : withCutOffEnds(lines);
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
