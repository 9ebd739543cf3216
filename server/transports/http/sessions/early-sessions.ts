// Sessions that are opened before the server is loaded: their first answer is known.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { InitializeRequest, JSONRPCRequest } from '@modelcontextprotocol/server';
import { HANDSHAKE_VERSIONS } from '../../../base/mcp-versions.ts';
import type { Principal } from '../../../config/principals.ts';
import { initializeIn } from '../../../mcp/early-requests.ts';
import { introductionFor } from '../../../mcp/introduction.ts';
import type { Scope } from '../../../mcp/scope.ts';
import type { Asked } from '../asked.ts';
import type { Silences } from './event-stream.ts';
import { createSessionTransport, isAcceptable, type SessionTransport } from './transport.ts';

/** Its client has the answer to `opening`. */
export interface EarlySession {
  readonly principal: Principal;
  readonly scope: Scope;
  readonly transport: SessionTransport;
  readonly opening: Opening;
}

type Opening = JSONRPCRequest & InitializeRequest;

/**
 * Answers an `initialize` as the server would.
 * @returns undefined for everything that the server might refuse or answer differently; then nothing was done
 */
export function openEarly(
  request: IncomingMessage,
  response: ServerResponse,
  { principal, scope, body, isPlain }: Asked,
  silences: Silences,
): EarlySession | undefined {
  const found = isPlain && scope.kind === 'everything' ? initializeIn(body) : undefined;
  if (!found || !isUsual(request)) return undefined;
  const opening = body as Opening;
  const transport = createSessionTransport(silences);
  transport.open(opening, response);
  const result = introductionFor(found.protocolVersion);
  // In the order of the SDK.
  void transport.send({ result, jsonrpc: '2.0', id: found.id });
  return { principal, scope, transport, opening };
}

/** Names no session, and nothing of the era without sessions. */
function isUsual(request: IncomingMessage): boolean {
  const { headers } = request;
  const version = headers['mcp-protocol-version'];
  return (
    isAcceptable(request) &&
    (version === undefined || HANDSHAKE_VERSIONS.some((known) => known === version)) &&
    ['mcp-session-id', 'mcp-method', 'mcp-name'].every((name) => headers[name] === undefined)
  );
}
