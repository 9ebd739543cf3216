// A cancellation behaves as an AbortSignal does, as far as it goes.
import { expect, test } from 'vitest';
import { abortSignalOf, Cancellation } from '../../server/base/cancel-signal.ts';

const makers = {
  Cancellation: () => {
    const signal = new Cancellation();
    return { signal, abort: (reason?: unknown) => signal.abort(reason) };
  },
  AbortController: () => {
    const controller = new AbortController();
    return { signal: controller.signal, abort: (reason?: unknown) => controller.abort(reason) };
  },
};

test.for(Object.entries(makers))('%s tells those that listen once, with the first reason', ([, make]) => {
  const { signal, abort } = make();
  const heard: string[] = [];
  const removed = () => void heard.push('removed');
  signal.addEventListener('abort', () => void heard.push(`first, ${signal.reason}`));
  signal.addEventListener('abort', removed);
  signal.addEventListener('abort', () => void heard.push('second'));
  signal.removeEventListener('abort', removed);
  expect(signal.aborted).toBe(false);
  abort('enough');
  abort('again');
  expect(signal.aborted).toBe(true);
  expect(heard).toEqual(['first, enough', 'second']);
});

test.for(Object.entries(makers))('%s has a reason where none is given', ([, make]) => {
  const { signal, abort } = make();
  abort();
  expect(signal.reason).toMatchObject({ name: 'AbortError', message: 'This operation was aborted' });
});

test('an AbortSignal made of it is aborted with it, also when it was before', () => {
  const cancellation = new Cancellation();
  const signal = abortSignalOf(cancellation);
  expect(signal.aborted).toBe(false);
  cancellation.abort('enough');
  for (const one of [signal, abortSignalOf(cancellation)]) {
    expect(one.aborted).toBe(true);
    expect(one.reason).toBe('enough');
  }
  expect(abortSignalOf(signal)).toBe(signal);
});
