import { expect, test } from 'vitest';
import { createQueue } from '../../server/base/queue.ts';

test('returns earlier and later items in order, and undefined at the end', async () => {
  const queue = createQueue<number>();
  queue.push(1);
  expect(await queue.next()).toBe(1);
  const next = queue.next();
  queue.push(2);
  queue.push(3);
  expect(await next).toBe(2);
  queue.end();
  expect(await queue.next()).toBe(3);
  expect(await queue.next()).toBeUndefined();
});

test('an item pushed after an end that was awaited is not lost', async () => {
  const queue = createQueue<number>();
  const last = queue.next();
  queue.end();
  expect(await last).toBeUndefined();
  queue.push(4);
  expect(await queue.next()).toBe(4);
  expect(await queue.next()).toBeUndefined();
});
