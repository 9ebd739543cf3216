// Many waits on one timer: each ends at its own time, or not at all.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { MAX_TIMER_MS } from '../../server/base/deadline.ts';
import { createWaits } from '../../server/base/waits.ts';

const due: string[] = [];
const waits = () =>
  createWaits<string>((key, ms) => void due.push(`${key} after ${ms} at ${performance.now()}`));

beforeEach(() => {
  due.length = 0;
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => vi.useRealTimers());

test('each is due at its own time, also one that begins later and is shorter', async () => {
  const { begin } = waits();
  begin('long', 1000);
  begin('middle', 500);
  await vi.advanceTimersByTimeAsync(100);
  begin('short', 50);
  await vi.advanceTimersByTimeAsync(2000);
  expect(due).toEqual(['short after 50 at 150', 'middle after 500 at 500', 'long after 1000 at 1000']);
});

test('what is over is not due, and what takes its name has a time of its own', async () => {
  const { begin, end } = waits();
  const one = begin('one', 100);
  begin('other', 100);
  end(one);
  end(one);
  await vi.advanceTimersByTimeAsync(50);
  begin('one', 100);
  await vi.advanceTimersByTimeAsync(1000);
  expect(due).toEqual(['other after 100 at 100', 'one after 100 at 150']);
});

/** Added to the longest time and taken away again, the second gives more. */
const MOMENTS = [0, 12.34];

test('those at either end and in the middle may be over first', async () => {
  const { begin, end } = waits();
  const [first, middle, last] = ['first', 'middle', 'last'].map((name) => begin(name, 100));
  for (const one of [middle, last, first]) if (one) end(one);
  begin('later', 100);
  await vi.advanceTimersByTimeAsync(1000);
  expect(due).toEqual(['later after 100 at 100']);
});

test('the longest time of a timer is not exceeded, whenever it begins', () => {
  for (const now of MOMENTS) {
    vi.spyOn(performance, 'now').mockReturnValue(now);
    const set = vi.spyOn(globalThis, 'setTimeout');
    waits().begin('long', MAX_TIMER_MS);
    expect(set.mock.lastCall?.[1], String(now)).toBe(MAX_TIMER_MS);
    vi.restoreAllMocks();
  }
});

test('all begin anew with restart, and one that is due may begin again', async () => {
  const again = createWaits<string>((key, ms) => {
    due.push(`${key} at ${performance.now()}`);
    if (due.length < 3) again.begin(key, ms);
  });
  again.begin('one', 100);
  await vi.advanceTimersByTimeAsync(90);
  again.restart();
  await vi.advanceTimersByTimeAsync(1000);
  expect(due).toEqual(['one at 190', 'one at 290', 'one at 390']);
  expect(vi.getTimerCount()).toBe(0);
});
