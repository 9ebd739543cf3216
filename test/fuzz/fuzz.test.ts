// A short run of `npm run fuzz`, always with the same cases.
import { expect, test } from 'vitest';
import { runFuzz } from './fuzz.ts';

test('700 hostile cases leave every door working, and reveal nothing internal', async () => {
  const { done, failures, problems } = await runFuzz({ seed: 1, count: 700 });
  expect(failures.map(({ sent, ...failure }) => ({ ...failure, sent: sent.map(String) }))).toEqual([]);
  expect(problems).toEqual([]);
  expect([...done.values()]).toEqual([100, 100, 100, 100, 100, 100, 100]);
}, 400_000);
