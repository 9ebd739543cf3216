import { expect, test } from 'vitest';
import { isLoopback } from '../../server/base/loopback.ts';

test.each(['localhost', '127.0.0.1', '127.9.9.9', '::1', '[::1]'])('%s is this machine', (host) => {
  expect(isLoopback(host)).toBe(true);
});

test.each([
  '',
  '0.0.0.0',
  '::',
  '[::]',
  'example.com',
  '192.168.1.5',
  '127.0.0.1.example.com',
  'localhost.example.com',
  '10.0.0.1',
  '[::1',
  '::10',
])('%s may be another', (host) => {
  expect(isLoopback(host)).toBe(false);
});
