// Messages of a remote that are nested too deeply: whoever waits for them is told.
import { expect, test } from 'vitest';
import { connectPeer } from '../../server/remotes/wire/peer.ts';
import type { RawMessage } from '../../server/remotes/wire/wire.ts';

const deep = `${'['.repeat(300)}${']'.repeat(300)}`;

function connect() {
  const sent: RawMessage[] = [];
  const { peer, receiveStray } = connectPeer(
    () => ({
      send: async (message) => void sent.push(message),
      setProtocolVersion: () => undefined,
      ended: new Promise(() => undefined),
      close: async () => undefined,
    }),
    {
      onRequest: () => Promise.reject(new Error('a message nested too deeply got through')),
      onNotification: () => undefined,
      onProblem: () => undefined,
    },
  );
  return { sent, peer, receiveStray };
}

test.for([
  `{"jsonrpc":"2.0","id":1,"result":{"a":${deep}}}`,
  `{"jsonrpc":"2.0","result":{"id":7,"a":${deep}},"id":1}`,
  `{"jsonrpc":"2.0","error":{"code":1,"message":"no","data":${deep}},"id":1}`,
])('an answer ends its call: %#', async (text) => {
  const { peer, receiveStray } = connect();
  const call = peer.request('tools/call', {});
  receiveStray(text);
  await expect(call).rejects.toThrow('it is nested more than 200 levels deep');
});

test.for<[text: string, id: unknown]>([
  [`{"jsonrpc":"2.0","id":77,"method":"elicitation/create","params":{"id":5,"result":1,"a":${deep}}}`, 77],
  [`{"jsonrpc":"2.0","method":"ping","params":{"a":${deep}},"id":"x"}`, 'x'],
  [`{"jsonrpc":"2.0","method":"notifications/message","params":{"data":${deep}}}`, undefined],
  [`said: {"id":1,"a":${deep}}`, undefined],
])('a request is refused, and nothing else is: %#', async ([text, id]) => {
  const { sent, receiveStray } = connect();
  receiveStray(text);
  expect(sent).toEqual(
    id === undefined
      ? []
      : [{ jsonrpc: '2.0', id, error: { code: -32600, message: expect.stringContaining('levels deep') } }],
  );
});
