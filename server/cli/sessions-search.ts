// `patchbay sessions search`: threads in which something was said, run or changed.
import { styleText } from 'node:util';
import { controlPlaceOf } from '../config/control-place.ts';
import { resolvePaths } from '../config/paths.ts';
import type { FoundLine, FoundThread, ThreadFilter } from '../contract/thread-search.ts';
import { makeVisibleInLine } from '../contract/visible.ts';
import { askRunningThreads } from '../control/ask-host.ts';
import { createRedactor } from '../logging/redact.ts';
import { openRecordSearch } from '../records/search/search-records.ts';
import { isoTime, printJson } from './output.ts';

export interface SearchOptions {
  readonly folder?: string;
  readonly client?: string;
  readonly state?: ThreadFilter['state'];
  readonly day?: string;
  readonly archived: boolean;
  readonly limit: number;
  readonly json: boolean;
}

/** @param words each a word or a phrase. @throws file-broken, control-folder-not-safe */
export async function searchSessions(words: readonly string[], options: SearchOptions): Promise<void> {
  const { folder, client, state, day, archived, limit, json } = options;
  const filter: ThreadFilter = { folder, client, state, day, ...(archived && { isArchived: true }) };
  const { patchbayHome, recordsFolder } = resolvePaths({ env: process.env });
  const running = await askRunningThreads(controlPlaceOf(patchbayHome));
  const search = openRecordSearch(recordsFolder, createRedactor().redact);
  const { threads, isMore } = search.find({
    words,
    filter,
    limit,
    withSessions: true,
    ...(running && { running }),
  });
  if (json) printJson(threads.map(withIsoTimes));
  else
    for (const thread of threads) {
      const changed = new Date(thread.changedAt).toISOString().slice(0, 16).replace('T', ' ');
      const facts = [thread.id, changed, thread.client, thread.folder, thread.title];
      process.stdout.write(`${facts.map(makeVisibleInLine).join('\t')}\n`);
      for (const line of thread.lines) process.stdout.write(`    ${line.kind}: ${lineText(line)}\n`);
      if (thread.moreLines > 0) process.stdout.write(`    ${moreLines(thread.moreLines)}\n`);
    }
  if (isMore) process.stderr.write(`There are more; --limit shows more than ${limit}.\n`);
  if (threads.length === 0) process.stderr.write('No matching threads.\n');
}

function withIsoTimes({ id: threadId, startedAt, changedAt, lines, ...rest }: FoundThread) {
  return {
    threadId,
    ...rest,
    startedAt: isoTime(startedAt),
    changedAt: isoTime(changedAt),
    lines: lines.map(({ entry, ...line }) => ({
      ...line,
      ...(entry && { entry: { ...entry, at: isoTime(entry.at) } }),
    })),
  };
}

function moreLines(count: number): string {
  return count === 1 ? 'and 1 more line' : `and ${count} more lines`;
}

/** On a terminal the words stand out. */
function lineText({ text, matches }: FoundLine): string {
  if (!process.stdout.isTTY || process.env['NO_COLOR'] !== undefined) return makeVisibleInLine(text);
  let at = 0;
  const parts = matches.flatMap(([from, to]) => {
    const plain = makeVisibleInLine(text.slice(at, from));
    at = to;
    return [plain, styleText('bold', makeVisibleInLine(text.slice(from, to)))];
  });
  return `${parts.join('')}${makeVisibleInLine(text.slice(at))}`;
}
