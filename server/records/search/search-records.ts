// Searches the records of threads: everything that was said, run and changed. There is no index: reading 2,000 records
// takes a few tenths of a second, needs no memory between two searches, and finds parts of words, paths and symbols as
// they are written.
import fs from 'node:fs';
import { isWantedThread } from '../../contract/is-wanted.ts';
import type { FoundLine, FoundThread, ThreadFilter } from '../../contract/thread-search.ts';
import { listRecords, type RecordFile } from '../record-files.ts';
import { parseRecordLine } from '../record-line.ts';
import { foundLines } from './found-lines.ts';
import { passageOf } from './record-passages.ts';
import { type RecordSummary, summaryOf } from './record-summary.ts';
import { type SearchWords, searchWords } from './search-words.ts';

export interface RecordSearch {
  /**
   * The most recently changed first.
   * @param isStopped asked before each record
   * @throws file-broken when the folder cannot be read; when it is stopped
   */
  find(wanted: RecordQuery, isStopped?: () => boolean): FoundRecords;
}

export interface RecordQuery {
  /** Words and phrases that must all be there; none finds every thread. */
  readonly words: readonly string[];
  readonly filter: ThreadFilter;
  readonly limit: number;
  /** Threads with a running turn, if that is known. */
  readonly running?: readonly string[];
  /** Clients' sessions of remote calls too. */
  readonly withSessions?: boolean;
}

export interface FoundRecords {
  readonly threads: readonly (FoundThread & Pick<RecordSummary, 'isSession' | 'principal'>)[];
  /** There are more than the limit. */
  readonly isMore: boolean;
  /** Of all records that are not archived, for filters: each once, in the order of the alphabet. */
  readonly folders: readonly string[];
  readonly clients: readonly string[];
}

interface Known {
  readonly changedMs: number;
  readonly sizeBytes: number;
  readonly summary: RecordSummary;
}

/** @param redact applied to everything that is found; what it removes is not found */
export function openRecordSearch(folder: string, redact: (text: string) => string): RecordSearch {
  /** By file; of records that did not change since. */
  const summaries = new Map<string, Known>();

  function summary(record: RecordFile, read: () => string): RecordSummary {
    const { file, sizeBytes } = record;
    const changedMs = record.changedAt.getTime();
    const known = summaries.get(file);
    if (known?.changedMs === changedMs && known.sizeBytes === sizeBytes) return known.summary;
    const made = summaryOf({ threadId: record.threadId, changedAt: changedMs }, linesIn(read()));
    const clean = { ...made, title: redact(made.title) };
    summaries.set(file, { changedMs, sizeBytes, summary: clean });
    return clean;
  }

  return {
    find({ words, filter, limit, running, withSessions = false }, isStopped = () => false) {
      const records = listRecords(folder);
      const search = searchWords(words);
      const threads: FoundRecords['threads'][number][] = [];
      const folders = new Set<string>();
      const clients = new Set<string>();
      let isMore = false;
      for (const record of records) {
        if (isStopped()) throw new Error('The search was stopped.');
        const read = once(() => contentOf(record.file));
        const about = withState(summary(record, read), running);
        if (about.isSession && !withSessions) continue;
        folders.add(about.folder);
        clients.add(about.client);
        if (isMore || !isWantedThread(about, filter)) continue;
        const lines = linesFor(about, { search, read, redact });
        if (!lines) continue;
        if (threads.length < limit) threads.push({ ...about, ...lines });
        else isMore = true;
      }
      forgetAllBut(records);
      return { threads, isMore, folders: sorted(folders), clients: sorted(clients) };
    },
  };

  function forgetAllBut(records: readonly RecordFile[]): void {
    if (summaries.size === records.length) return;
    const here = new Set(records.map(({ file }) => file));
    for (const file of summaries.keys()) if (!here.has(file)) summaries.delete(file);
  }
}

/** A turn whose end was never written was cut off. */
function withState(summary: RecordSummary, running: readonly string[] | undefined): RecordSummary {
  if (!running) return summary;
  if (running.includes(summary.id)) return { ...summary, state: 'running' };
  return summary.state === 'running' ? { ...summary, state: 'interrupted' } : summary;
}

/** @returns undefined when a word is nowhere in it */
function linesFor(
  { title, folder, client, id }: RecordSummary,
  { search, read, redact }: { search: SearchWords; read(): string; redact(text: string): string },
): { lines: readonly FoundLine[]; moreLines: number } | undefined {
  const facts = `${title}\n${folder}\n${client}\n${id}`;
  if (search.words.length === 0) return { lines: [], moreLines: 0 };
  const content = read();
  const low = content.toLowerCase();
  const isThere = (word: string) => low.includes(inJson(word)) || facts.toLowerCase().includes(word);
  if (!search.words.every(isThere)) return undefined;
  const passages = linesIn(content).flatMap((text) => {
    const lowText = text.toLowerCase();
    const line = search.words.some((word) => lowText.includes(inJson(word))) && parseRecordLine(text);
    const passage = line && passageOf(line);
    return passage ? [passage] : [];
  });
  return foundLines(passages, { facts, search, redact });
}

/** A file that has gone meanwhile is empty. */
function contentOf(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function linesIn(content: string): string[] {
  return content.split('\n').filter(Boolean);
}

/** As it stands inside a JSON string. */
function inJson(word: string): string {
  return JSON.stringify(word).slice(1, -1);
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function sorted(texts: ReadonlySet<string>): string[] {
  return [...texts].filter(Boolean).sort((left, right) => left.localeCompare(right));
}
