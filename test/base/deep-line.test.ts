// Whose request a line is that is nested too deeply to be parsed, wherever its id stands.
import { expect, test } from 'vitest';
import { refusalOfDeepLine } from '../../server/base/deep-line.ts';

const lists = '['.repeat(1000) + ']'.repeat(1000);
const objects = `${'{"id":1,"a":'.repeat(1000)}2${'}'.repeat(1000)}`;

/** [line, the id that is answered; undefined: no answer at all] */
const lines: readonly [string, string | number | null | undefined][] = [
  [`{"jsonrpc":"2.0","id":7,"method":"x","params":${lists}}`, 7],
  [`{"jsonrpc":true,"id":"","method":"x","params":${objects}}`, ''],
  [`{"params":${objects},"b":${lists},"id":8,"x":[],"method":"x"}`, 8],
  [` { "params" : { "a" : ${lists} , "id" : 1 } , "id" : "a ]}\\" b" , "method" : "x" } \r`, 'a ]}" b'],
  [`{"jsonrpc":"2.0","method":${lists},"id":9}`, 9],
  [`{"jsonrpc":"2.0","id":${lists},"method":"x"}`, null],
  [`{"jsonrpc":"2.0","method":"x","params":${objects}}`, null],
  // No message at all.
  [lists, null],
  ['['.repeat(1000), null],
  [`{"id":7,"method":"x","params":${'{"a":'.repeat(1000)}`, null],
  [`[{"jsonrpc":"2.0","id":7,"method":"x","params":${lists}}]`, null],
  // Answers.
  [`{"jsonrpc":"2.0","id":3,"result":${objects}}`, undefined],
  [`{"error":${objects},"id":3}`, undefined],
];

test.for(lines)('%s', ([line, id]) => {
  expect(refusalOfDeepLine(line)?.id).toBe(id);
});
