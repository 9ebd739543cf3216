// What counts as nested too deeply, and what only looks like it.
import { expect, test } from 'vitest';
import { isTooDeep, MAX_NESTING } from '../../server/base/nesting.ts';

const lists = (levels: number, inside = '') => '['.repeat(levels) + inside + ']'.repeat(levels);
const objects = (levels: number, inside = '1') => '{"a":'.repeat(levels) + inside + '}'.repeat(levels);

/** [text, whether it is too deep] */
const texts: readonly [string, boolean][] = [
  ['', false],
  [lists(MAX_NESTING), false],
  [lists(MAX_NESTING + 1), true],
  [objects(MAX_NESTING), false],
  [objects(MAX_NESTING + 1), true],
  [objects(MAX_NESTING / 2, lists(MAX_NESTING / 2)), false],
  [objects(MAX_NESTING / 2, lists(MAX_NESTING / 2 + 1)), true],
  [lists(1, Array(1000).fill('[{}]').join()), false],
  ['['.repeat(MAX_NESTING + 1), true],
  [JSON.stringify([lists(1000), objects(1000)]), false],
  [JSON.stringify(lists(1000, '"\\\\"')), false],
  [`["\\\\",${lists(MAX_NESTING)}]`, true],
  [`["\\"",${lists(MAX_NESTING - 1)}]`, false],
  [`"${lists(1000)}`, false],
];

test.for(texts)('%j', ([text, isDeep]) => {
  expect(isTooDeep(text)).toBe(isDeep);
});
