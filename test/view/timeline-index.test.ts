// Where in a timeline an entry is that was found in a record.
import { expect, test } from 'vitest';
import { createTimelineRecorder } from '../../server/view/threads/recorder.ts';

const timeline = createTimelineRecorder('t1');
for (const [id, at] of [
  ['prompt-1', 1000],
  ['call_1', 2000],
  ['end-1', 3000],
] as const) {
  timeline.put({ id, turnId: 'turn', at, progress: 'done', kind: 'notice', level: 'info', text: id });
}

test.each([
  [{ at: 9000, id: 'call_1' }, 1, 'by its id, whatever the time'],
  [{ at: 1100, id: '01a2-the-engine-names-prompts-otherwise' }, 0, 'without such an id, the nearest in time'],
  [{ at: 2600 }, 2, 'without an id'],
  [{ at: 1500 }, 0, 'the earlier one of two that are as near'],
])('%j is entry %i: %s', (spot, index, _why) => {
  expect(timeline.indexOf(spot)).toBe(index);
});

test('nothing is in an empty timeline', () => {
  expect(createTimelineRecorder('t2').indexOf({ at: 1 })).toBe(-1);
});
