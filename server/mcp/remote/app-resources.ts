// Apps of remotes beside the Codex tools: clients that show apps read them as resources. Other clients see nothing of it.
import {
  type JSONRPCRequest,
  ProtocolError,
  ProtocolErrorCode,
  type Result,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { messageOf, PatchbayError } from '../../errors/error.ts';
import { viewFrom, viewOf } from '../client-view.ts';
import type { SessionHooks, SessionServer } from '../session-server.ts';
import { showsApps } from './apps.ts';
import type { RemoteTools } from './tools.ts';

/**
 * @param options.envelope the `_meta` of the session's only request, if it has no handshake
 * @param options.whileRunning counts a request among the session's running ones until it has ended
 * @returns what introductions say of it
 */
export function offerAppResources(options: {
  server: SessionServer;
  readonly readApp: RemoteTools['readApp'];
  envelope: unknown;
  whileRunning(
    method: string,
    ctx: ServerContext,
    run: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result>;
}): Pick<SessionHooks, 'introduce' | 'discovered'> {
  const { server, readApp, envelope, whileRunning } = options;

  async function withResources(answer: Result, ctx: ServerContext): Promise<Result> {
    if (!showsApps(viewOf(server, ctx))) return answer;
    return { ...answer, capabilities: { ...(answer['capabilities'] as object), resources: {} } };
  }

  async function answer(request: JSONRPCRequest, ctx: ServerContext): Promise<Result> {
    const { method } = request;
    const isKnown = showsApps(viewOf(server, ctx));
    // Apps are found by their tools; the extension does not want them listed.
    if (isKnown && method === 'resources/list') return { resources: [] };
    if (isKnown && method === 'resources/templates/list') return { resourceTemplates: [] };
    if (!isKnown || method !== 'resources/read')
      throw new ProtocolError(ProtocolErrorCode.MethodNotFound, 'Method not found');
    try {
      return await whileRunning(method, ctx, (signal) => readApp(request, ctx, signal));
    } catch (error) {
      if (!(error instanceof PatchbayError)) throw error;
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, messageOf(error));
    }
  }

  // A request alone shows whether there is anything: over HTTP, a method that is not there has a status of its own.
  if (envelope === undefined || showsApps(viewFrom(undefined, envelope as Record<string, unknown>)))
    server.fallbackRequestHandler = answer;
  return { introduce: withResources, discovered: withResources };
}
