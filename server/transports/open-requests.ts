// The requests that a client on a pair of streams waits for. It may end its input together with them, as a script does.
import type { JSONRPCMessage, RequestId } from '@modelcontextprotocol/server';
import { waitAtMost } from '../base/deadline.ts';
import { deferred } from '../base/deferred.ts';
import { LIST_WAIT_MS } from '../remotes/patience.ts';

/** A list waits for remotes, and is then written. */
const LIST_ANSWER_WAIT_MS = LIST_WAIT_MS + 3000;
/** Of everything else. A client that is gone leaves its calls behind, and a remote may never answer. */
const ANSWER_WAIT_MS = 3000;

/** Has no answer before its client cancels it. */
const STANDING = 'subscriptions/listen';

export interface OpenRequests {
  has(id: RequestId): boolean;
  /** Notes a message of the client: a request, or that one is cancelled, which the SDK then does not answer. */
  received(message: JSONRPCMessage): void;
  answered(id: RequestId | undefined): void;
  /**
   * Waits until all are answered or cancelled, but not for ever.
   * @returns those that are not, with their methods
   */
  allAnswered(): Promise<readonly (readonly [id: RequestId, method: string])[]>;
}

export function createOpenRequests(): OpenRequests {
  const methods = new Map<RequestId, string>();
  /** While somebody waits for the next answer. */
  let changed: ReturnType<typeof deferred<void>> | undefined;

  function answered(id: RequestId | undefined): void {
    if (id === undefined || !methods.delete(id)) return;
    changed?.resolve();
    changed = undefined;
  }

  async function none(isMeant: (method: string) => boolean): Promise<void> {
    while ([...methods.values()].some(isMeant)) {
      changed ??= deferred();
      await changed.promise;
    }
  }

  return {
    has: (id) => methods.has(id),
    received(message) {
      if (!('method' in message)) return;
      if ('id' in message) methods.set(message.id, message.method);
      else if (message.method === 'notifications/cancelled') {
        answered(message.params?.['requestId'] as RequestId | undefined);
      }
    },
    answered,
    async allAnswered() {
      await Promise.all([
        waitAtMost(
          LIST_ANSWER_WAIT_MS,
          none((method) => method === 'tools/list'),
        ),
        waitAtMost(
          ANSWER_WAIT_MS,
          none((method) => method !== STANDING),
        ),
      ]);
      return [...methods].filter(([, method]) => method !== STANDING);
    },
  };
}
