// What a remote says when it refuses a request without a token: where its metadata is, and which scopes it wants.
import { ANSWER_TIMEOUT_MS } from './guarded-fetch.ts';
import type { SignInTerms } from './terms.ts';

export interface Challenge {
  readonly metadataUrl: URL | undefined;
  readonly scope: string | undefined;
}

const NOTHING: Challenge = { metadataUrl: undefined, scope: undefined };
const HELLO = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'patchbay', version: '1' },
  },
};

/** @returns nothing when it says none, or lets anybody in */
export async function askForChallenge(
  { url, headers }: SignInTerms,
  fetch: typeof globalThis.fetch,
  signal: AbortSignal,
): Promise<Challenge> {
  const response = await fetch(url, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      ...headers,
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify(HELLO),
    signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]),
  });
  await response.body?.cancel();
  const session = response.headers.get('mcp-session-id');
  if (response.ok && session) {
    // It was only asked what it wants.
    const end = { method: 'DELETE', headers: { ...headers, 'Mcp-Session-Id': session } };
    void fetch(url, { ...end, redirect: 'manual', signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) }).then(
      (answer) => answer.body?.cancel(),
      () => undefined,
    );
  }
  return await readChallenge(response.headers.get('www-authenticate') ?? undefined);
}

/** @param header `WWW-Authenticate` */
export async function readChallenge(header: string | undefined): Promise<Challenge> {
  if (header === undefined) return NOTHING;
  const { extractWWWAuthenticateParams } = await import('@modelcontextprotocol/client');
  const response = new Response(null, { headers: { 'WWW-Authenticate': header } });
  const { resourceMetadataUrl, scope } = extractWWWAuthenticateParams(response);
  return { metadataUrl: resourceMetadataUrl, scope };
}
