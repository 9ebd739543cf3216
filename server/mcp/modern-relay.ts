// A request of the 2026-07-28 era for one remote that speaks that era too: decides whether it can go through as it is,
// and holds back what config.toml switches off.
import { messageOf, PatchbayError, remoteToolFiltered } from '../errors.ts';
import type { Logger } from '../logging/logger.ts';
import { isToolOffered, type RemoteConfig } from '../remotes/config.ts';
import type { Params } from '../remotes/peer.ts';
import type { Remotes } from '../remotes/remotes.ts';
import { errorResult } from './results.ts';
import { mayNeedApproval } from './tool-gate.ts';

export interface ModernRequest {
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/**
 * @returns undefined when the remote does not speak this era, or a person must be asked first: then the request is
 *   translated
 */
export async function relayModern(
  remotes: Remotes,
  name: string,
  request: ModernRequest,
  logger: Logger,
): Promise<Response | undefined> {
  const message = request.body as { id?: unknown; method?: string; params?: { name?: unknown } };
  const isCall = message.method === 'tools/call';
  const tool = String(message.params?.name);
  try {
    const config = remotes.registry.get(name);
    if (isCall && mayNeedApproval(config, tool)) return undefined;
    if (!(await remotes.modern.speaksModern(config))) return undefined;
    if (isCall && !isToolOffered(config, tool)) throw remoteToolFiltered(name, tool);
    const isFiltered = message.method === 'tools/list' && hasSwitchedOff(config);
    const edit = isFiltered ? (result: Params) => withoutSwitchedOff(result, config) : undefined;
    return await remotes.modern.relay(config, { ...request, edit });
  } catch (error) {
    if (request.signal.aborted) throw error;
    logger.warn('modern-relay-failed', { remote: name, message: messageOf(error) });
    const failure =
      error instanceof PatchbayError ? error : new Error(`The MCP server ${name}: ${messageOf(error)}`);
    return Response.json(
      isCall
        ? { jsonrpc: '2.0', id: message.id, result: { resultType: 'complete', ...errorResult(failure) } }
        : { jsonrpc: '2.0', id: message.id ?? null, error: { code: -32603, message: failure.message } },
    );
  }
}

function hasSwitchedOff({ enabledTools, disabledTools }: RemoteConfig): boolean {
  return enabledTools !== undefined || disabledTools.length > 0;
}

function withoutSwitchedOff(result: Params, config: RemoteConfig): Params {
  const { tools } = result as { tools?: readonly { name: string }[] };
  if (!Array.isArray(tools)) return result;
  return { ...result, tools: tools.filter(({ name }) => isToolOffered(config, name)) };
}
