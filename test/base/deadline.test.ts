import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import v8 from 'node:v8';
import vm from 'node:vm';
import { expect, test } from 'vitest';
import { abortAfter, startDeadline, waitAtMost, within } from '../../server/base/deadline.ts';

const late = () => new Error('too late');
const never = new Promise<never>(() => undefined);

test('work in time gives what it gives, and throws what it throws', async () => {
  expect(await within(60_000, Promise.resolve(1), late)).toBe(1);
  await expect(within(60_000, Promise.reject(new Error('broken')), late)).rejects.toThrow('broken');
});

test('work that takes longer ends with the error of the deadline, and what it throws later is nobody’s', async () => {
  let fail: (error: Error) => void = () => undefined;
  const work = new Promise((_resolve, reject) => {
    fail = reject;
  });
  await expect(within(1, work, late)).rejects.toThrow('too late');
  fail(new Error('nobody reads this'));
});

test('one deadline holds for several steps, and for those that begin after it', async () => {
  const deadline = startDeadline(20, late);
  expect(await deadline.race(Promise.resolve('first'))).toBe('first');
  await expect(deadline.race(never)).rejects.toThrow('too late');
  await expect(deadline.race(never)).rejects.toThrow('too late');
  deadline.end();
});

test('a wait goes on without what takes longer', async () => {
  await waitAtMost(1, never);
  await expect(waitAtMost(60_000, Promise.reject(new Error('broken')))).rejects.toThrow('broken');
});

test('a signal is aborted with the first of the deadline and the others', async () => {
  const other = new AbortController();
  const signal = abortAfter(60_000, [other.signal]);
  expect(signal.aborted).toBe(false);
  other.abort(new Error('not wanted'));
  expect(signal.reason).toMatchObject({ message: 'not wanted' });
  const own = abortAfter(1, [], late);
  if (!own.aborted) await once(own, 'abort');
  expect(own.reason).toMatchObject({ message: 'too late' });
});

test('a deadline comes although nobody holds its signal and garbage is collected', async () => {
  v8.setFlagsFromString('--expose-gc');
  const collect = vm.runInNewContext('gc') as () => void;
  const other = new AbortController();
  const aborted = new Promise((resolve) => {
    const onAbort = () => resolve('aborted');
    abortAfter(100, [other.signal]).addEventListener('abort', onAbort, { once: true });
  });
  for (let time = 0; time < 5; time += 1) {
    collect();
    await turn();
  }
  expect(await aborted).toBe('aborted');
});
