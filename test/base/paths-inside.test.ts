import { expect, test } from 'vitest';
import { isInside } from '../../server/base/paths-inside.ts';

test.each([
  ['/work', '/work'],
  ['/work/a', '/work'],
  ['/work/a/b', '/work'],
  ['/work/a', '/work/'],
  ['/work/..a', '/work'],
  ['/work/...', '/work'],
  ['/work/x/../a', '/work'],
  ['/a', '/'],
  ['/', '/'],
])('%s is inside %s', (file, folder) => {
  expect(isInside(file, folder)).toBe(true);
});

test.each([
  ['/', '/work'],
  ['/other', '/work'],
  ['/workshop', '/work'],
  ['/work/../other', '/work'],
  ['/work/..', '/work'],
  ['/etc/passwd', ''],
  ['/etc/passwd', '.'],
  ['a', '/work'],
  ['', '/work'],
  ['', ''],
])('%s is not inside %s', (file, folder) => {
  expect(isInside(file, folder)).toBe(false);
});
