// What was seen counts for a moment, unless somebody says that it has changed.
import { afterEach, expect, test, vi } from 'vitest';
import { keptBriefly } from '../../server/base/kept-briefly.ts';

afterEach(() => vi.restoreAllMocks());

test('looks once in a moment, again after it, and at once after a change', () => {
  const clock = vi.spyOn(performance, 'now').mockReturnValue(1000);
  let looks = 0;
  const { now, forget } = keptBriefly(() => {
    looks += 1;
    return looks;
  });
  expect([now(), now()]).toEqual([1, 1]);
  forget();
  expect([now(), now()]).toEqual([2, 2]);
  clock.mockReturnValue(1000.1);
  expect(now()).toBe(2);
  clock.mockReturnValue(1005);
  expect([now(), now()]).toEqual([3, 3]);
});

test('what cannot be looked at is looked at again', () => {
  const { now } = keptBriefly(() => {
    throw new Error('unreadable');
  });
  expect(now).toThrow('unreadable');
  expect(now).toThrow('unreadable');
});
