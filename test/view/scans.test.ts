// Definitions that are looked through in the background.
import { expect, test } from 'vitest';
import { createToolScans } from '../../server/view/remotes/scans.ts';

test('a definition that cannot be looked through counts as suspicious, and those after it are looked through', async () => {
  const current = new Map([
    ['odd', { hash: '1', definition: 'no JSON' }],
    ['long', { hash: '4', definition: JSON.stringify({ name: 'long', numbers: Array(300_000).fill(1) }) }],
    ['plain', { hash: '2', definition: '{"name":"plain","description":"Adds two numbers."}' }],
  ]);
  let found = 0;
  let reviewed = '';
  const pins = {
    currentOf: () => current,
    isReviewed: (_remote: string, _tool: string, hash: string) => hash === reviewed,
  };
  const scans = createToolScans(pins, () => {
    found += 1;
  });
  expect(scans.suspectsOf('lab', ['odd', 'long', 'plain'])).toEqual([]);
  await expect.poll(() => found).toBe(1);
  expect(scans.suspectsOf('lab', ['odd', 'long', 'plain'])).toEqual(['odd', 'long']);
  reviewed = '1';
  expect(scans.suspectsOf('lab', ['odd', 'plain'])).toEqual([]);

  current.set('later', { hash: '3', definition: '{"name":"later"}' });
  scans.suspectsOf('lab', ['later']);
  await expect.poll(() => found).toBe(2);
  scans.close();
});
