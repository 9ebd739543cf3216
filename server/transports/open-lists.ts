// The lists of tools that a client on a pair of streams waits for. It may end its input together with its requests, as a
// script does, and a list may have to wait for remotes.
import type { JSONRPCMessage, RequestId, Transport } from '@modelcontextprotocol/server';
import { waitAtMost } from '../base/deadline.ts';
import { deferred } from '../base/deferred.ts';
import { LIST_WAIT_MS } from '../remotes/patience.ts';

/** A list waits for remotes, and is then written. */
const ANSWER_WAIT_MS = LIST_WAIT_MS + 3000;

/**
 * @param wire with whoever receives its messages; what it carries is watched from now on
 * @returns waits until all of them are answered or cancelled, but not for ever
 */
export function followLists(wire: Transport): () => Promise<void> {
  const open = new Set<RequestId>();
  let answered = deferred<void>();
  const send = wire.send.bind(wire);
  const deliver = wire.onmessage;

  function settle(id: RequestId | undefined): void {
    if (id === undefined || !open.delete(id) || open.size > 0) return;
    answered.resolve();
    answered = deferred<void>();
  }

  wire.onmessage = (message, extra) => {
    if (isList(message)) open.add(message.id);
    deliver?.(message, extra);
    // The SDK does not answer a cancelled request.
    settle(cancelledBy(message));
  };
  wire.send = async (message, options) => {
    try {
      await send(message, options);
    } finally {
      if (!('method' in message)) settle(message.id);
    }
  };
  return async () => {
    if (open.size > 0) await waitAtMost(ANSWER_WAIT_MS, answered.promise);
  };
}

function isList(message: JSONRPCMessage): message is JSONRPCMessage & { id: RequestId } {
  return 'method' in message && 'id' in message && message.method === 'tools/list';
}

function cancelledBy(message: JSONRPCMessage): RequestId | undefined {
  if (!('method' in message) || message.method !== 'notifications/cancelled') return undefined;
  return message.params?.['requestId'] as RequestId | undefined;
}
