// A timeline put together from pages and live events, and the list of threads beside it.
import { describe, expect, test } from 'vitest';
import { partsOf } from '../../renderer/pages/threads/find/found-line.tsx';
import { sectionsOf, sharedFolders } from '../../renderer/pages/threads/thread-sections.ts';
import {
  emptyTimeline,
  pageStart,
  withEvents,
  withPage,
} from '../../renderer/pages/threads/timeline-model.ts';
import type { TimelineItem } from '../../server/contract/timeline.ts';
import { threads } from './stage/rows.ts';

const message = (id: string, text = ''): TimelineItem => ({
  id,
  turnId: 'turn',
  at: 1,
  progress: 'running',
  kind: 'message',
  text,
});
const threadId = 't1';

describe('a timeline', () => {
  test('knows its length from its last page alone', () => {
    const model = withPage(emptyTimeline, { items: [message('z')], start: 9999, total: 10_000 });
    expect(model.items).toHaveLength(10_000);
    expect(model.items[0]).toBeUndefined();
    expect(model.items.at(-1)?.id).toBe('z');
  });

  test('grows with live items and with the text of a message', () => {
    const page = withPage(emptyTimeline, { items: [message('a')], start: 0, total: 1 });
    const model = withEvents(page, [
      { kind: 'item', threadId, item: message('b') },
      { kind: 'delta', threadId, itemId: 'b', text: 'Hel' },
      { kind: 'delta', threadId, itemId: 'b', text: 'lo' },
      { kind: 'delta', threadId, itemId: 'unknown', text: 'lost' },
    ]);
    expect(model.items.map((item) => item?.kind === 'message' && item.text)).toEqual(['', 'Hello']);
  });

  test('replaces an item that is sent again', () => {
    const page = withPage(emptyTimeline, { items: [message('a', 'old')], start: 0, total: 1 });
    const model = withEvents(page, [
      { kind: 'item', threadId, item: { ...message('a', 'new'), progress: 'done' } },
    ]);
    expect(model.items).toHaveLength(1);
    expect(model.items[0]).toMatchObject({ text: 'new', progress: 'done' });
  });

  test('prefers live items to a page that arrives late', () => {
    const live = withEvents(emptyTimeline, [{ kind: 'item', threadId, item: message('a', 'live') }]);
    const model = withPage(live, { items: [message('a', 'page')], start: 0, total: 1 });
    expect(model.items[0]).toMatchObject({ text: 'live' });
  });

  test('is fetched in pages', () => {
    expect([0, 199, 200, 9999].map((index) => pageStart(index, 200))).toEqual([0, 0, 200, 9800]);
  });
});

describe('the list of threads', () => {
  test('puts those that need the person first', () => {
    const { needsYou, running, recent } = sectionsOf(threads);
    expect([needsYou, running, recent].map((rows) => rows.map(({ id }) => id))).toEqual([
      ['t1', 't6'],
      ['t2'],
      ['t3', 't4', 't5'],
    ]);
  });

  test('leaves out those that a person has put away', () => {
    const away = threads.map((row) => ({ ...row, isArchived: true as const }));
    expect(Object.values(sectionsOf(away)).flat()).toEqual([]);
  });

  test('says when two threads write in the same folder', () => {
    expect([...sharedFolders(threads)]).toEqual([['/home/mira/src/api', 2]]);
  });
});

test.each([
  [[], ['a retry, RETRY']],
  [[[2, 7]], ['a ', '*retry', ', RETRY']],
  [
    [
      [0, 1],
      [9, 14],
    ],
    ['*a', ' retry, ', '*RETRY'],
  ],
] satisfies [[number, number][], string[]][])(
  'a found line with matches %j is shown in parts',
  (matches, parts) => {
    const shown = partsOf({ text: 'a retry, RETRY', matches });
    expect(shown.map(({ text, isMatch }) => (isMatch ? `*${text}` : text))).toEqual(parts);
  },
);
