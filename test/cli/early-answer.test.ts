// However a client's first lines come in, each request is answered early or left to the server, never both nor neither.

import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { answerEarly } from '../../server/cli/early-answer.ts';

const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'c', version: '1' } };
const lineOf = (message: object) => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`;
const initialize = lineOf({ id: 'i', method: 'initialize', params });
const initialized = lineOf({ method: 'notifications/initialized' });
const list = lineOf({ id: 1, method: 'tools/list' });
const ping = lineOf({ id: 2, method: 'ping' });
const tools = [{ name: 'one' }];

/** Lets what is answered early be answered, and then reads what the server would. */
async function given(chunks: readonly string[], options: { ends: boolean; tools?: readonly object[] }) {
  const [stdin, stdout] = [new PassThrough(), new PassThrough()];
  const early = answerEarly({ stdin, stdout }, options.tools);
  for (const chunk of chunks) {
    stdin.write(chunk);
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (options.ends) stdin.end();
  await early.looked;
  const { input, answered } = early.stop();
  if (!options.ends) stdin.end();
  stdout.end();
  const answers = (await text(stdout)).split('\n').filter(Boolean);
  return { left: await text(input), answered, answers: answers.map((line) => JSON.parse(line)) };
}

describe('the first lines of a client', () => {
  const whole = [initialize, initialized, list, ping].join('');
  const cuts = [initialize.length, initialize.length + initialized.length, whole.length - ping.length];
  const places = cuts.flatMap((cut) => [cut - 1, cut, cut + 1, cut + 20]);

  for (const ends of [false, true]) {
    test(`cut anywhere, ${ends ? 'with an end' : 'with more to come'}, lose no request`, async () => {
      for (const place of places) {
        const chunks = [whole.slice(0, place), whole.slice(place)];
        const { left, answered, answers } = await given(chunks, { ends, tools });
        const ids = answers.map(({ id }) => id);
        const hasList = ids.includes(1);
        expect(ids, `cut at ${place}`).toEqual([
          ...(answered === undefined ? [] : ['i']),
          ...(hasList ? [1] : []),
        ]);
        expect(left).toBe(hasList ? whole.replace(list, '') : whole);
      }
    });
  }

  test('are answered with the tools, with which the list leaves the input', async () => {
    const { left, answered, answers } = await given([initialize, initialized + list], { ends: false, tools });
    expect(answers).toMatchObject([
      { id: 'i', result: { serverInfo: {} } },
      { id: 1, result: { tools } },
    ]);
    expect([answered, left]).toEqual(['i', initialize + initialized]);
  });

  const others = {
    'without an introduction': [list, ping],
    'after another request': [initialize, ping, list],
    'with a cursor': [initialize, lineOf({ id: 1, method: 'tools/list', params: { cursor: 'x' } })],
    'with a progress token': [
      initialize,
      lineOf({ id: 1, method: 'tools/list', params: { _meta: { progressToken: 1 } } }),
    ],
    'under an id that is taken': [initialize, lineOf({ id: 'i', method: 'tools/list' })],
    'without an id': [initialize, lineOf({ method: 'tools/list' })],
    'after one that is cancelled': [
      initialize,
      lineOf({ method: 'notifications/cancelled', params: { requestId: 1 } }),
      list,
    ],
  };
  for (const [what, lines] of Object.entries(others)) {
    test(`leave a list ${what} to the server`, async () => {
      const { left, answers } = await given(lines, { ends: false, tools });
      expect(answers.map(({ id }) => id)).toEqual(lines[0] === initialize ? ['i'] : []);
      expect(left).toBe(lines.join(''));
    });
  }

  test('leave the list to the server where the tools are not known', async () => {
    const { left, answers } = await given([initialize, initialized, list], { ends: false });
    expect(answers).toHaveLength(1);
    expect(left).toBe(initialize + initialized + list);
  });
});
