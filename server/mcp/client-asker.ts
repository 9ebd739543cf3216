// A client as somebody who is asked: an approval is an elicitation, as long as the request it belongs to is open.
import type { Asker } from '../approvals/broker.ts';
import type { Caller } from '../remotes/connection/caller.ts';
import { answerOf, elicitationOf } from './elicitation.ts';

/** @param client.requestId JSON-RPC id of the client's call */
export function clientAsker(client: {
  sessionId: string;
  name: string;
  requestId: string | number;
  ask: Caller['ask'];
}): Asker {
  const { sessionId, name, requestId, ask } = client;
  return {
    id: sessionId,
    means: 'client',
    name,
    async ask(approval, signal) {
      const answer = await ask('elicitation/create', elicitationOf(approval, requestId), signal);
      return answerOf(answer, approval.subject);
    },
  };
}
