// A request of the 2026-07-28 era for one remote that speaks that era too: decides whether it can pass unchanged,
// hides what config.toml switches off or the client's limits leave out, and records the outcome.

import { INTERNAL_ERROR } from '../../base/json-rpc.ts';
import type { ClientLimits } from '../../config/client-limits.ts';
import type { Principal } from '../../config/principals.ts';
import { clientPaused } from '../../errors/clients.ts';
import { messageOf, PatchbayError, windowMessageOf } from '../../errors/error.ts';
import { remoteToolFiltered } from '../../errors/remotes.ts';
import type { Logger } from '../../logging/logger.ts';
import { isToolOffered, type RemoteConfig } from '../../remotes/config.ts';
import type { RemoteTool } from '../../remotes/connection/connection.ts';
import { beginCall } from '../../remotes/connection/watched.ts';
import type { Remotes } from '../../remotes/remotes.ts';
import type { Params } from '../../remotes/wire/peer.ts';
import { errorResult } from '../call-results.ts';
import { type ClientCall, mayNeedApproval } from './gate.ts';
import { onlyLooks } from './methods.ts';
import { createReach, type Reach } from './reach.ts';
import { type ForwardedCall, tellCalls } from './told-calls.ts';
import { type FinalMessage, watchAnswer } from './watched-answer.ts';

export interface ModernRelayServices {
  readonly remotes: Remotes;
  readonly limits: Pick<ClientLimits, 'of' | 'onChanged'>;
  readonly logger: Logger;
  /** Whether this principal can start nothing new: such requests are then translated, and refused. */
  isPaused(principalId: string): boolean;
  /** Receives every finished call. */
  onCalled(call: ForwardedCall): void;
  /** Whether a rule of the person denies a call or wants to see it. */
  isHeldBack(call: ClientCall): Promise<boolean>;
}

export interface ModernRequest {
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/**
 * @returns undefined when the remote does not speak this era, the client is paused, or a person must be asked first: then
 *   the request is translated
 */
export async function relayModern(
  services: ModernRelayServices,
  { name, principal }: { name: string; principal: Principal },
  request: ModernRequest,
): Promise<Response | undefined> {
  const { remotes, limits, logger } = services;
  const principalId = principal.id;
  const reach = createReach({ principal, limitsOf: limits.of, pins: remotes.pins });
  const message = request.body as ModernMessage;
  const isCall = message.method === 'tools/call';
  const tool = String(message.params?.name);
  try {
    reach.requireMethod(name, message.method);
    const config = remotes.registry.get(name);
    // What a tool may do is in the remote's list.
    if (isCall && (reach.isPartial() || mayNeedApproval(config, tool))) return undefined;
    if (!onlyLooks(message.method) && services.isPaused(principalId)) {
      // The state is the remote's own: what it continues cannot be known.
      if (message.params?.['requestState'] !== undefined) throw clientPaused(principal.name);
      return undefined;
    }
    const ruled = { principalId, sessionId: '', remote: name, tool, args: message.params?.['arguments'] };
    if (isCall && (await services.isHeldBack({ ...ruled, clientName: '' }))) return undefined;
    if (!(await remotes.modern.speaksModern(config))) return undefined;
    if (isCall && !isToolOffered(config, tool)) throw remoteToolFiltered(name, tool);
    const isFiltered = message.method === 'tools/list' && (hasSwitchedOff(config) || reach.isPartial());
    const edit = isFiltered ? (result: Params) => onlyOffered(result, config, reach) : undefined;
    const ended = follow(services, { config, principalId }, message, request.signal);
    const over = message.method === 'subscriptions/listen' ? whenOutOfReach() : undefined;
    const signal = over ? AbortSignal.any([request.signal, over.signal]) : request.signal;
    return await remotes.modern
      .relay(config, { ...request, signal, edit })
      .then((answer) =>
        watchAnswer(answer, (last) => {
          over?.forget();
          ended(last);
        }),
      )
      .catch((error) => {
        over?.forget();
        ended({ error: { message: messageOf(error) } }, windowMessageOf(error));
        throw error;
      });
  } catch (error) {
    if (request.signal.aborted) throw error;
    logger.warn('modern-relay-failed', { remote: name, message: messageOf(error) });
    const failure =
      error instanceof PatchbayError ? error : new Error(`The MCP server ${name}: ${messageOf(error)}`);
    return Response.json(
      isCall
        ? { jsonrpc: '2.0', id: message.id, result: { resultType: 'complete', ...errorResult(failure) } }
        : {
            jsonrpc: '2.0',
            id: message.id ?? null,
            error: { code: INTERNAL_ERROR, message: failure.message },
          },
    );
  }

  /** A client listens for as long as it likes; what it may hear can change meanwhile. */
  function whenOutOfReach(): { signal: AbortSignal; forget(): void } {
    const gone = new AbortController();
    const forget = limits.onChanged(principalId, () => {
      if (!reach.includes(name)) gone.abort();
    });
    request.signal.addEventListener('abort', forget, { once: true });
    return { signal: gone.signal, forget };
  }
}

interface ModernMessage {
  readonly id?: unknown;
  readonly method?: string;
  readonly params?: Params & { readonly name?: unknown };
}

/**
 * Counts and records a request to the remote, and compares the tools in its answer.
 * @returns a function to call with the message that ended the request
 */
function follow(
  { remotes, onCalled }: ModernRelayServices,
  { config, principalId }: { config: RemoteConfig; principalId: string },
  { method = '', params }: ModernMessage,
  signal: AbortSignal,
): (message: FinalMessage | undefined, whyInWindow?: string) => void {
  const { name } = config;
  const startedAt = Date.now();
  const tell = tellCalls({ principalId, sessionId: '', cwd: undefined, onCalled });
  const countFailure = method === 'tools/call' ? beginCall(remotes.activity, name) : undefined;
  let isOver = false;

  function fail(why: string, whyInWindow = why): void {
    if (isOver) return;
    isOver = true;
    countFailure?.(whyInWindow);
    tell({ remote: name, method, params, hasSession: false }, startedAt, { outcome: 'failed', error: why });
  }

  signal.addEventListener('abort', () => fail('the client is gone'), { once: true });
  return (message, whyInWindow) => {
    if (isOver) return;
    if (!message?.result)
      return fail(String(message?.error?.message ?? 'it ended without an answer'), whyInWindow);
    isOver = true;
    const { result } = message;
    remotes.pins.met(config);
    if (method === 'tools/list' && Array.isArray(result['tools'])) remotes.pins.look(config, result['tools']);
    // The call continues with the next request.
    if (result['resultType'] === 'input_required') return;
    const outcome = result['isError'] === true ? 'failed' : 'answered';
    tell({ remote: name, method, params, hasSession: false }, startedAt, { outcome, result });
  };
}

function hasSwitchedOff({ enabledTools, disabledTools }: RemoteConfig): boolean {
  return enabledTools !== undefined || disabledTools.length > 0;
}

function onlyOffered(result: Params, config: RemoteConfig, reach: Reach): Params {
  const { tools } = result as { tools?: readonly RemoteTool[] };
  if (!Array.isArray(tools)) return result;
  const isOffered = (tool: RemoteTool) => isToolOffered(config, tool.name) && reach.offers(config.name, tool);
  return { ...result, tools: tools.filter(isOffered) };
}
