// A thread's record, or one turn of it, as Markdown.
import { describe, expect, test } from 'vitest';
import type { RecordLine } from '../../server/records/record-line.ts';
import { markdownOf } from '../../server/records/record-markdown.ts';
import { timelineOf } from '../../server/records/record-timeline.ts';
import { linesOfTurn } from '../../server/records/record-turn.ts';
import { createTurnUsage } from '../../server/records/turn-usage.ts';

const time = '2026-11-29T10:11:12.000Z';
const item = (turnId: string, content: object): RecordLine => ({ time, kind: 'item', turnId, item: content });
const started = (turnId: string): RecordLine => ({ time, kind: 'turn-started', turnId });
const ended = (turnId: string): RecordLine => ({
  time,
  kind: 'turn-ended',
  turnId,
  status: 'completed',
  error: null,
});
const message = (turnId: string, text: string) => item(turnId, { type: 'agentMessage', text });
const textOf = (lines: readonly RecordLine[]) =>
  markdownOf(
    { threadId: 't1', isSession: false, client: 'Cursor\n# no heading', folder: '/w', startedAt: time },
    timelineOf(lines),
  );

test.each<[string, RecordLine, string]>([
  [
    'a prompt is quoted',
    item('a', { type: 'userMessage', content: [{ text: 'one' }, { text: '# two' }] }),
    '## 10:11:12 Prompt\n\n> one\n> # two\n',
  ],
  [
    'a fence is longer than those in an output',
    item('a', { type: 'commandExecution', command: 'ls', cwd: '/w', aggregatedOutput: '````', exitCode: 0 }),
    '## 10:11:12 Command in /w: exit code 0\n\n`````\n$ ls\n````\n`````\n',
  ],
  [
    'a patch has its files',
    item('a', { type: 'fileChange', status: 'completed', changes: [{ path: 'a.ts', diff: '+x' }] }),
    '## 10:11:12 Patch: completed\n\n```\na.ts\n+x\n```\n',
  ],
  ['a name stays in one line', { time, kind: 'named', name: 'a\n# b' }, '## 10:11:12 Renamed to a # b\n'],
  ['an archive', { time, kind: 'archived', isArchived: true }, '## 10:11:12 Archived\n'],
  [
    'tokens are counted in words',
    {
      time,
      kind: 'usage',
      turnId: 'a',
      tokens: { total: 1300, input: 1000, cached: 900, output: 300, reasoning: 0 },
    },
    '## 10:11:12 Tokens: 1,300 (1,000 in, of which 900 cached; 300 out)\n',
  ],
])('%s', (_what, line, text) => {
  const all = textOf([line]);
  expect(all.startsWith('# Thread t1\n\n- Client: Cursor # no heading\n')).toBe(true);
  expect(all.endsWith(`\n\n${text}`)).toBe(true);
});

describe('one turn', () => {
  const lines: RecordLine[] = [
    { time, kind: 'thread', threadId: 't1', client: 'Cursor', principal: 'p', folder: '/w' },
    started('a'),
    message('a', 'in a'),
    ended('a'),
    { time, kind: 'receipt', receipt: { commands: [], files: [] } as never },
    started('b'),
    started('sub-agent'),
    message('sub-agent', 'by a sub-agent'),
    ended('sub-agent'),
    message('b', 'in b'),
    ended('b'),
    { time, kind: 'named', name: 'later' },
    started('c'),
    message('c', 'cut off'),
  ];

  test.each([
    ['a', ['turn-started', 'item', 'turn-ended', 'receipt'], 'with its receipt'],
    [
      'b',
      ['turn-started', 'turn-started', 'item', 'turn-ended', 'item', 'turn-ended'],
      'with its sub-agents, without what came later',
    ],
    ['c', ['turn-started', 'item'], 'that was cut off'],
    ['d', [], 'that is not there'],
  ])('%s has %j: one %s', (turnId, kinds, _why) => {
    expect(linesOfTurn(lines, turnId).map(({ kind }) => kind)).toEqual(kinds);
  });
});

test('the tokens of a turn are what its threads have used since it began, however often they are reported', () => {
  const counts = (total: number) => ({ total, input: total, cached: 0, output: 0, reasoning: 0 });
  const usage = createTurnUsage();
  expect(usage.sum()).toBeUndefined();
  usage.counted('t1', counts(110), counts(10));
  usage.counted('t1', counts(130), counts(20));
  usage.counted('t1', counts(130), counts(20));
  usage.counted('sub-agent', counts(5), counts(5));
  expect(usage.sum()).toEqual(counts(35));
});
