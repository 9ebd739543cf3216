// Whether a model finds the tool it needs among two thousand, with the words that people use.
import { expect, test } from 'vitest';
import { indexTools } from '../../server/mcp/remote/tool-index.ts';
import { queries, tools } from './tool-search/corpus.ts';

test('at least 90 of 100 queries find their tool among the first five of two thousand', () => {
  expect([tools.length, queries.length]).toEqual([2000, 100]);
  const index = indexTools(tools);
  const missed = queries.filter(
    ([query, wanted]) => !index.find(query, 5).some((name) => isWanted(name, wanted)),
  );
  expect(
    missed.length,
    missed.map(([query, wanted]) => `${query} → ${wanted}: ${index.find(query, 5)}`).join('\n'),
  ).toBeLessThanOrEqual(10);
});

test('a query of nonsense, signs or nothing finds nothing and breaks nothing', () => {
  const index = indexTools(tools);
  for (const query of ['', '***', '(((', 'AND OR NOT', '__proto__', 'ß'.repeat(1000)]) {
    expect(index.find(query, 5).length).toBeLessThanOrEqual(5);
  }
  expect(index.find('zzzzqqqq', 5)).toEqual([]);
});

test('tools without a description, or with a schema that is none, are found by their names', () => {
  const odd = [null, 7, 'x', { properties: null }, { properties: { a: null, __proto__: 1 } }].map(
    (inputSchema, at) => ({
      name: `mcp__odd__${['alpha', 'bravo', 'charlie', 'delta', 'echo'][at]}`,
      inputSchema,
    }),
  );
  expect(indexTools(odd).find('charlie', 5)).toEqual(['mcp__odd__charlie']);
});

function isWanted(name: string, wanted: string): boolean {
  const [service, tool] = wanted.includes(' ') ? wanted.split(' ') : [undefined, wanted];
  return name.endsWith(`__${tool}`) && (service === undefined || name.startsWith(`mcp__${service}__`));
}
