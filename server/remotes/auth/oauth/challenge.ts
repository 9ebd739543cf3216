// What a remote says when it refuses a request without a token: where its metadata is, and which scopes it wants.
import { discoverRequest } from '../../era.ts';
import { ANSWER_TIMEOUT_MS } from './guarded-fetch.ts';
import type { SignInTerms } from './terms.ts';

export interface Challenge {
  readonly metadataUrl: URL | undefined;
  readonly scope: string | undefined;
}

const NOTHING: Challenge = { metadataUrl: undefined, scope: undefined };
const LEGACY_VERSION = '2025-11-25';
const INITIALIZE = {
  protocolVersion: LEGACY_VERSION,
  capabilities: {},
  clientInfo: { name: 'patchbay', version: '1' },
};

/**
 * Asks until it refuses something: some servers let everybody introduce themselves, and some speak one era alone.
 * @returns nothing when it says none, or lets anybody in
 */
export async function askForChallenge(
  { url, headers }: SignInTerms,
  fetch: typeof globalThis.fetch,
  signal: AbortSignal,
): Promise<Challenge> {
  async function ask(init: {
    method: string;
    headers: Readonly<Record<string, string>>;
    body?: string;
  }): Promise<Response> {
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { ...headers, ...init.headers },
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]),
    });
    await response.body?.cancel();
    return response;
  }

  const call = (method: string, params: unknown, more: Readonly<Record<string, string>> = {}) =>
    ask({
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Accept: 'application/json, text/event-stream',
        ...more,
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    });

  const hello = await call('initialize', INITIALIZE);
  if (hello.status === 401) return await challengeIn(hello);
  const id = hello.headers.get('mcp-session-id');
  const session = { 'MCP-Protocol-Version': LEGACY_VERSION, ...(id && { 'Mcp-Session-Id': id }) };
  const listed = hello.ok ? await call('tools/list', {}, session) : await ask(discoverRequest());
  if (id) await ask({ method: 'DELETE', headers: session }).catch(() => undefined);
  return await challengeIn(listed);
}

function challengeIn(response: Response): Promise<Challenge> {
  return readChallenge(response.headers.get('www-authenticate') ?? undefined);
}

/** @param header `WWW-Authenticate` */
export async function readChallenge(header: string | undefined): Promise<Challenge> {
  if (header === undefined) return NOTHING;
  const { extractWWWAuthenticateParams } = await import('@modelcontextprotocol/client');
  const response = new Response(null, { headers: { 'WWW-Authenticate': header } });
  const { resourceMetadataUrl, scope } = extractWWWAuthenticateParams(response);
  return { metadataUrl: resourceMetadataUrl, scope };
}
