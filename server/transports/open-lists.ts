// The lists of tools that a client on a pair of streams waits for. It may end its input together with its requests, as a
// script does, and a list may have to wait for remotes.
import type { RequestId, Transport } from '@modelcontextprotocol/server';

/**
 * @param wire with whoever receives its messages; what it carries is watched from now on
 * @returns waits until all of them are answered
 */
export function followLists(wire: Transport): () => Promise<void> {
  const open = new Set<RequestId>();
  let whenAnswered: (() => void) | undefined;
  const send = wire.send.bind(wire);
  const deliver = wire.onmessage;
  wire.onmessage = (message, extra) => {
    if ('method' in message && 'id' in message && message.method === 'tools/list') open.add(message.id);
    deliver?.(message, extra);
  };
  wire.send = async (message, options) => {
    try {
      await send(message, options);
    } finally {
      if (!('method' in message) && message.id !== undefined) open.delete(message.id);
      if (open.size === 0) whenAnswered?.();
    }
  };
  return async () => {
    if (open.size === 0) return;
    await new Promise<void>((resolve) => {
      whenAnswered = resolve;
    });
  };
}
