import { expect, test } from 'vitest';
import { createListeners } from '../../server/base/listeners.ts';

test('everybody is told, in order, until it is removed', () => {
  const listeners = createListeners<[string]>();
  const heard: string[] = [];
  const listener = (what: string) => heard.push(`a ${what}`);
  const removeFirst = listeners.add(listener);
  listeners.add(listener);
  listeners.add((what) => heard.push(`b ${what}`));
  listeners.tell('1');
  removeFirst();
  removeFirst();
  listeners.tell('2');
  expect(heard).toEqual(['a 1', 'a 1', 'b 1', 'a 2', 'b 2']);
  expect(listeners.count).toBe(2);
});

test('who is removed by another listener hears nothing, and who is added hears the next', () => {
  const listeners = createListeners();
  const heard: string[] = [];
  listeners.add(() => {
    removeSecond();
    listeners.add(() => heard.push('added'));
  });
  const removeSecond = listeners.add(() => heard.push('removed'));
  listeners.tell();
  expect(heard).toEqual([]);
  listeners.tell();
  expect(heard).toEqual(['added']);
});
