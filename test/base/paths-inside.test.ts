import { expect, test } from 'vitest';
import { isInside } from '../../server/base/paths-inside.ts';

test.each([
  ['/folder', '/folder'],
  ['/folder/a', '/folder'],
  ['/folder/a/b', '/folder'],
  ['/folder/a', '/folder/'],
  ['/folder/..a', '/folder'],
  ['/folder/...', '/folder'],
  ['/folder/x/../a', '/folder'],
  ['/a', '/'],
  ['/', '/'],
])('%s is inside %s', (file, folder) => {
  expect(isInside(file, folder)).toBe(true);
});

test.each([
  ['/', '/folder'],
  ['/other', '/folder'],
  ['/foldershop', '/folder'],
  ['/folder/../other', '/folder'],
  ['/folder/..', '/folder'],
  ['/etc/passwd', ''],
  ['/etc/passwd', '.'],
  ['a', '/folder'],
  ['', '/folder'],
  ['', ''],
])('%s is not inside %s', (file, folder) => {
  expect(isInside(file, folder)).toBe(false);
});
