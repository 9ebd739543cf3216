// What is worked out for a text is worked out once, and never grows without end.
import { expect, test } from 'vitest';
import { remembered } from '../../server/base/remembered.ts';

test('the same text is worked out once, also when nothing comes of it', () => {
  const asked: string[] = [];
  const lengthOf = remembered((text) => {
    asked.push(text);
    return text.length || undefined;
  });
  expect([lengthOf('ab'), lengthOf(''), lengthOf('ab'), lengthOf('')]).toEqual([2, undefined, 2, undefined]);
  expect(asked).toEqual(['ab', '']);
});

test('others are forgotten when ever new ones come, and long ones are never kept', () => {
  let count = 0;
  const ask = remembered(() => {
    count += 1;
    return count;
  });
  const first = ask('first');
  for (let at = 0; at < 1000; at += 1) ask(`other ${at}`);
  expect(ask('first')).not.toBe(first);
  expect(ask('x'.repeat(1000))).not.toBe(ask('x'.repeat(1000)));
});
