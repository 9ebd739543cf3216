import { expect, test } from 'vitest';
import { backOffMs } from '../../server/base/back-off.ts';

test('what fails is left alone for a second, and for twice as long each time, up to a limit', () => {
  const pauses = [1, 2, 3, 4, 5, 2000].map((failures) => backOffMs(failures, { longestMs: 5000 }));
  expect(pauses).toEqual([1000, 2000, 4000, 5000, 5000, 5000]);
});

test('the first failures may cost nothing', () => {
  const pauses = [0, 1, 2, 3, 4].map((failures) => backOffMs(failures, { free: 2, longestMs: 30_000 }));
  expect(pauses).toEqual([0, 0, 0, 1000, 2000]);
});
