// A client's request becomes a call of a Codex tool: what its client can do decides what the call can do meanwhile.
import type { ServerContext } from '@modelcontextprotocol/server';
import type { Principal } from '../../config/principals.ts';
import type { Logger } from '../../logging/logger.ts';
import type { Caller } from '../../remotes/connection/caller.ts';
import { clientAsker } from '../client-asker.ts';
import type { CallingClient } from '../client-view.ts';
import { rootsOf } from '../request-client.ts';
import type { Call } from './call.ts';

/**
 * @param options.session of the client that calls
 * @param options.caller the client as it is reached while the request is open
 */
export function callOf(
  options: Pick<Call, 'tool' | 'args' | 'signal' | 'say' | 'uses'> & {
    session: { id: string; principal: Principal; cwd: string | undefined };
    ctx: ServerContext;
    client: CallingClient;
    caller: Caller;
    logger: Logger;
  },
): Call {
  const { session, ctx, client, caller, say, logger } = options;
  const clientName = client.info?.name ?? session.principal.name;
  const asker = clientAsker({
    sessionId: session.id,
    name: clientName,
    requestId: ctx.mcpReq.id,
    ask(method, params, signal) {
      say('waiting for approval');
      return caller.ask(method, params, signal);
    },
  });
  return {
    tool: options.tool,
    args: options.args,
    era: client.era,
    principal: session.principal,
    clientName,
    folders: {
      cwd: session.cwd,
      roots: async () => (client.takes.roots ? await rootsOf(ctx, logger) : []),
    },
    isAskable: client.isAskable,
    asker: client.takes.elicitation ? asker : undefined,
    sample: client.takes.sampling
      ? (params, signal) => caller.ask('sampling/createMessage', params, signal)
      : undefined,
    signal: options.signal,
    ctx,
    say,
    uses: options.uses,
    tell(events) {
      for (const event of events) caller.tell('codex/event', { ...event });
    },
  };
}
