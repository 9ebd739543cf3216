// Whose request a line is that is too long to be kept: told from its two ends alone.
import { expect, test } from 'vitest';
import { LINE_END_BYTES, refusalOfLongLine } from '../../server/base/long-line.ts';

const padding = 'x'.repeat(3 * LINE_END_BYTES);
const request = { jsonrpc: '2.0', method: 'tools/call' };
const params = { padding };

/** [line, the id that is answered; undefined: no answer at all] */
const lines: readonly [string, string | number | null | undefined][] = [
  [JSON.stringify({ ...request, id: 7, params }), 7],
  [JSON.stringify({ id: 'a "b"', ...request, params }), 'a "b"'],
  [JSON.stringify({ method: 'ping', params, jsonrpc: '2.0', id: 8 }), 8],
  [JSON.stringify({ method: 'ping', params, jsonrpc: '2.0', id: 'c' }), 'c'],
  [` {\t"jsonrpc" : "2.0" , "method":"ping" , "params":{"a":"${padding}"} , "id" : 9 } \r`, 9],
  [JSON.stringify({ jsonrpc: true, a: -1.5e-7, b: null, c: false, id: 10, method: 'x', params }), 10],
  // Another object's, or part of a text.
  [JSON.stringify({ ...request, params: { padding, x: { y: 1, id: 5 } } }), null],
  [JSON.stringify({ ...request, params: { padding: `${padding},"id":5}` } }), null],
  // No request that is seen as one.
  [JSON.stringify({ params, id: 7, ...request }), null],
  [JSON.stringify({ ...request, params }), null],
  [JSON.stringify({ ...request, id: 9007199254740993n.toString(), params }), '9007199254740993'],
  [`{"method":"ping","id":9007199254740993,"params":"${padding}"}`, null],
  [padding, null],
  [`[${JSON.stringify({ ...request, id: 1, params })}]`, null],
  // Answers.
  [JSON.stringify({ result: params, jsonrpc: '2.0', id: 3 }), undefined],
  [JSON.stringify({ error: { code: 1, message: padding }, jsonrpc: '2.0', id: 3 }), undefined],
  [JSON.stringify({ jsonrpc: '2.0', id: 3, result: params }), undefined],
  [JSON.stringify({ id: 'three', error: { code: 1, message: padding }, jsonrpc: '2.0' }), undefined],
  [` {\t"jsonrpc" : "2.0" , "id" : 3 , "result" : "${padding}"}`, undefined],
  // A request, whatever else it has.
  [JSON.stringify({ ...request, id: 3, result: params }), 3],
];

test.for(lines)('%s', ([line, id]) => {
  const head = line.slice(0, LINE_END_BYTES);
  const early = refusalOfLongLine({ head });
  const refusal = early ?? refusalOfLongLine({ head, tail: line.slice(-LINE_END_BYTES) });
  expect(refusal?.id).toBe(id);
  // What begins as an object may still tell its id at the end.
  if (line.trimStart().startsWith('{') && id === null) expect(early).toBeUndefined();
});
