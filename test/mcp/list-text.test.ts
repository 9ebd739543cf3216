import { describe, expect, test } from 'vitest';
import { answerText, joinLists } from '../../server/mcp/list-text.ts';

const one = { name: 'one', description: 'says "tools":[] and \u2028 🙂', inputSchema: { type: 'object' } };
const two = { name: 'two' };
const answer = (tools: unknown, more: object = {}) => ({ jsonrpc: '2.0', id: 1, result: { tools, ...more } });

const messages: Readonly<Record<string, object>> = {
  'a notification': { jsonrpc: '2.0', method: 'notifications/tools/list_changed' },
  'an error': { jsonrpc: '2.0', id: 1, error: { code: -32601, message: 'Method not found' } },
  'another result': { jsonrpc: '2.0', id: 'x', result: {} },
  'a result that is null': { jsonrpc: '2.0', id: 'x', result: null },
  'a list as it is': answer([one, two]),
  'no parts': answer(joinLists([])),
  'parts that are empty': answer(joinLists([[], [], []])),
  'one part': answer(joinLists([[one, two]])),
  'some parts, one of them empty': answer(joinLists([[one], [], [two, one]])),
  'parts and more': answer(joinLists([[one], [two]]), {
    _meta: { 'patchbay/missing': [] },
    nextCursor: undefined,
  }),
  'half of a character in an id': { jsonrpc: '2.0', id: '\ud800#1', result: { text: '\udfff' } },
  'half of a character in a token': {
    jsonrpc: '2.0',
    method: 'notifications/progress',
    params: { progressToken: '\ud800', progress: 1 },
  },
  'half of a character in the id of a call': {
    jsonrpc: '2.0',
    method: 'codex/event',
    params: { _meta: { requestId: 'x\ud800' }, msg: {} },
  },
  'parts under an odd id': { ...answer(joinLists([[one]])), id: '"result":{' },
};

describe('the text of an answer', () => {
  for (const [what, message] of Object.entries(messages)) {
    test(`says what JSON.stringify says, for ${what}, also the second time`, () => {
      const expected = JSON.parse(JSON.stringify(message));
      expect(JSON.parse(answerText(message))).toEqual(expected);
      expect(JSON.parse(answerText(message))).toEqual(expected);
    });
  }

  test('is of the list that was joined, not of one before it with the same parts', () => {
    const parts = [[one], [two]];
    answerText(answer(joinLists(parts)));
    expect(JSON.parse(answerText(answer(joinLists(parts.toReversed())))).result.tools).toEqual([two, one]);
  });
});
