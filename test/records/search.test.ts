// Threads found by what was said, run and changed in them, over the records that an engine's events make.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { ThreadFilter } from '../../server/contract/thread-search.ts';
import { createRedactor } from '../../server/logging/redact.ts';
import { fileOfThread } from '../../server/records/record-files.ts';
import { foundLines } from '../../server/records/search/found-lines.ts';
import { openRecordSearch } from '../../server/records/search/search-records.ts';
import { searchWords, wordsIn } from '../../server/records/search/search-words.ts';
import { growthBeyondLinear } from '../support/growth.ts';

const SECRET = `ghp_${'aB3'.repeat(12)}`;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'patchbay-search-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const at = (day: number, hour = 12) => new Date(2026, 10, day, hour).toISOString();

/** @param day of November 2026 */
function writeRecord(
  threadId: string,
  { client = 'Cursor', place = '/home/mira/api', day = 20, isSession = false } = {},
  lines: readonly object[] = [],
): void {
  const head = { kind: 'thread', threadId, client, principal: 'p1', folder: place, isSession };
  const texts = [head, ...lines].map((line) => JSON.stringify({ time: at(day), ...line }));
  const file = fileOfThread(folder, threadId);
  fs.writeFileSync(file, `${texts.join('\n')}\n`);
  fs.utimesSync(file, new Date(at(day, 13)), new Date(at(day, 13)));
}

const item = (content: object) => ({ kind: 'item', turnId: 'turn', item: content });
const prompt = (text: string) => item({ type: 'userMessage', id: 'u1', content: [{ type: 'text', text }] });
const command = (text: string, aggregatedOutput = '') =>
  item({
    type: 'commandExecution',
    id: 'c1',
    command: `/bin/bash -lc '${text}'`,
    cwd: '/',
    aggregatedOutput,
  });
const ended = (status: string) => ({ kind: 'turn-ended', turnId: 'turn', status, error: null });

writeRecord('t-retry', {}, [
  { kind: 'turn-started', turnId: 'turn' },
  prompt('Fix the flaky retry test\nand explain it'),
  command('npm test', `first line\n${'x'.repeat(300)} exit code 1 at src/retry.ts:10 (“größer”)\nlast`),
  item({
    type: 'fileChange',
    id: 'p1',
    status: 'completed',
    changes: [
      { path: '/home/mira/api/src/retry.ts', kind: { type: 'update' }, diff: '-wait(1)\n+wait("2")' },
    ],
  }),
  {
    kind: 'decision',
    id: 'd1',
    turnId: 'turn',
    itemId: 'c1',
    subject: { kind: 'command', command: 'npm test', cwd: '/' },
    digest: 'x',
    verdict: 'deny',
    means: 'window',
    by: 'you',
    afterMs: 5,
    reason: 'not before lunch',
  },
  item({ type: 'agentMessage', id: 'a1', text: `It waits now. It printed ${SECRET} once.` }),
  { kind: 'usage', turnId: 'turn', tokens: { total: 30, input: 20, cached: 5, output: 10, reasoning: 4 } },
  ended('completed'),
  { kind: 'usage', turnId: 'turn2', tokens: { total: 3, input: 2, cached: 0, output: 1, reasoning: 0 } },
]);
writeRecord('t-readme', { client: 'Claude Code', place: '/home/mira/api/docs', day: 21 }, [
  prompt('Add a README'),
  { kind: 'named', name: 'Docs for the API' },
  ended('failed'),
]);
writeRecord('t-old', { place: '/home/mira/web', day: 1 }, [
  prompt('Remove the retry router'),
  { kind: 'archived', isArchived: true },
  ended('interrupted'),
]);
writeRecord('s-session', { isSession: true, day: 22 }, [
  {
    kind: 'remote-call',
    remote: 'docs',
    what: 'find',
    params: { query: 'retry' },
    outcome: 'answered',
    afterMs: 3,
  },
]);
writeRecord('t-back', { place: '/home/mira/apix', day: 2 }, [
  { kind: 'archived', isArchived: true },
  { kind: 'archived', isArchived: false },
  { kind: 'turn-started', turnId: 'turn' },
  { time: at(4), kind: 'error', error: { message: 'on another day' } },
]);
const last = new Date(at(4));
fs.appendFileSync(fileOfThread(folder, 't-back'), '{"time":"2026-');
fs.utimesSync(fileOfThread(folder, 't-back'), last, last);

const search = openRecordSearch(folder, createRedactor().redact);
const find = (text: string, filter: ThreadFilter = {}, limit = 10) =>
  search.find({ words: wordsIn(text), filter, limit });
const idsOf = (text: string, filter?: ThreadFilter) => find(text, filter).threads.map(({ id }) => id);

describe('a search over everything that was said, run and changed', () => {
  test.each([
    ['flaky', ['t-retry'], 'a prompt'],
    ['EXPLAIN', ['t-retry'], 'its second line, in any case'],
    ['"exit code 1"', ['t-retry'], 'a phrase of an output'],
    ['"code exit"', [], 'words in another order are no phrase'],
    ['code flaky exit', ['t-retry'], 'words from several places'],
    ['flaky nowhere', [], 'every word must be there'],
    ['src/retry.ts:10', ['t-retry'], 'a place in a file'],
    ['"exit co', ['t-retry'], 'a phrase that is not closed yet'],
    ['wait("2")', ['t-retry'], 'a quotation mark inside a word'],
    ['+wait', ['t-retry'], 'a line of a patch'],
    ['npm', ['t-retry'], 'a command'],
    ['/bin/bash', [], 'not the shell around each command'],
    ['lunch', ['t-retry'], 'the reason of a denial'],
    ['waits', ['t-retry'], 'what Codex said'],
    ['größer', ['t-retry'], 'letters of other languages'],
    ['GRÖSSER', [], 'which are not rewritten'],
    ['turn', [], 'no names of the record itself'],
    ['{"time":', [], 'nor its syntax'],
    ['docs api', ['t-readme'], 'a name that a person gave, and the folder'],
    ['claude', ['t-readme'], 'the client'],
    ['t-readme', ['t-readme'], 'the id'],
    ['.*', [], 'no pattern'],
    ['', ['t-readme', 't-retry', 't-back'], 'nothing: all that are not archived, the last changed first'],
  ])('%s finds %j: %s', (text, ids) => {
    expect(idsOf(text)).toEqual(ids);
  });

  test('shows the line with the words, cut around them, and where in the timeline it is', () => {
    const [thread] = find('"exit code 1"').threads;
    expect(thread).toMatchObject({ title: 'Fix the flaky retry test', moreLines: 0 });
    const [line] = thread?.lines ?? [];
    expect(line).toMatchObject({ kind: 'command', entry: { at: Date.parse(at(20)), id: 'c1' } });
    expect(line?.text).toMatch(/^…x+ exit code 1 at src\/retry\.ts:10 \(“größer”\)$/);
    expect(line?.matches.map(([from, to]) => line.text.slice(from, to))).toEqual(['exit code 1']);
  });

  test('shows the lines with the most words first and counts the others', () => {
    const [thread] = find('retry wait').threads;
    expect(thread?.lines).toHaveLength(3);
    expect(thread?.moreLines).toBeGreaterThan(0);
    const [best] = find('flaky test').threads[0]?.lines ?? [];
    expect(best?.text).toBe('Fix the flaky retry test');
    expect(best?.matches).toHaveLength(2);
  });

  test('neither shows nor finds a secret, also in a record of an older version', () => {
    expect(idsOf(SECRET)).toEqual([]);
    expect(idsOf(SECRET.slice(0, 20))).toEqual([]);
    const [thread] = find('printed').threads;
    expect(thread?.lines[0]?.text).toBe('It waits now. It printed [REDACTED:github-token] once.');
  });

  test('says when there is more than the limit', () => {
    const { threads, isMore } = find('', {}, 2);
    expect([threads.length, isMore]).toEqual([2, true]);
  });

  test('finds clients’ sessions only where they are asked for', () => {
    const found = search.find({ words: ['retry'], filter: {}, limit: 10, withSessions: true });
    expect(found.threads.map(({ id }) => id)).toEqual(['s-session', 't-retry']);
  });

  test('sees what was written since the last search, and forgets what was removed', () => {
    writeRecord('t-new', { day: 25 }, [prompt('first')]);
    expect(idsOf('first')).toContain('t-new');
    fs.appendFileSync(
      fileOfThread(folder, 't-new'),
      `${JSON.stringify({ time: at(25), ...prompt('second') })}\n`,
    );
    expect(idsOf('second')).toEqual(['t-new']);
    fs.rmSync(fileOfThread(folder, 't-new'));
    expect(idsOf('second')).toEqual([]);
  });
});

describe('the filters of a search', () => {
  test.each<[ThreadFilter, string[]]>([
    [{ folder: '/home/mira/api' }, ['t-readme', 't-retry']],
    [{ folder: '/home/mira/api/' }, ['t-readme', 't-retry']],
    [{ folder: '/home/mira/api/docs' }, ['t-readme']],
    [{ client: 'Cursor' }, ['t-retry', 't-back']],
    [{ client: 'cursor' }, []],
    [{ client: 'p1' }, ['t-readme', 't-retry', 't-back']],
    [{ state: 'done' }, ['t-retry']],
    [{ state: 'failed' }, ['t-readme']],
    [{ state: 'running' }, ['t-back']],
    [{ state: 'interrupted', isArchived: true }, ['t-old']],
    [{ isArchived: true }, ['t-old']],
    [{ day: '2026-11-20' }, ['t-retry']],
    [{ day: '2026-11-19' }, []],
    [{ day: '2026-11-02' }, ['t-back']],
    [{ day: '2026-11-03' }, []],
    [{ day: '2026-11-04' }, ['t-back']],
    [{ folder: '/home/mira/api', client: 'Claude Code', state: 'failed', day: '2026-11-21' }, ['t-readme']],
    [{ folder: '/home/mira/api', client: 'Claude Code', state: 'done' }, []],
  ])('%j leaves %j', (filter, ids) => {
    expect(idsOf('', filter)).toEqual(ids);
  });

  test('go together with words', () => {
    expect(idsOf('retry', { isArchived: true })).toEqual(['t-old']);
    expect(idsOf('retry', { client: 'Claude Code' })).toEqual([]);
  });

  test('can be chosen from what the records have', () => {
    const { folders, clients } = find('nothing has this');
    expect(folders).toEqual(['/home/mira/api', '/home/mira/api/docs', '/home/mira/apix', '/home/mira/web']);
    expect(clients).toEqual(['Claude Code', 'Cursor']);
  });
});

test('the tokens of a thread are those of its turns together', () => {
  expect(find('flaky').threads[0]?.tokens).toEqual({
    total: 33,
    input: 22,
    cached: 5,
    output: 11,
    reasoning: 4,
  });
});

test('a word that is said once, after thousands of passages with another, is found in time that grows with their number', () => {
  const of = (text: string) => ({ kind: 'message', text, entry: { at: 0 } });
  const many = Array.from({ length: 4000 }, () => of(`${'completed '.repeat(50)}.`));
  const look = (passages: readonly ReturnType<typeof of>[]) =>
    foundLines(passages, {
      facts: '',
      search: searchWords(['error', 'completed']),
      redact: (text) => text.replace('secret error', ''),
    });
  expect(look([...many.slice(0, 300), of('error')])?.moreLines).toBeGreaterThan(0);
  // Its only place is a secret: all the others are read in search of it.
  expect(look([...many.slice(0, 300), of('secret error')])).toBeUndefined();
  expect(growthBeyondLinear(500, (length) => look(many.slice(0, length)))).toBeLessThan(1);
});
