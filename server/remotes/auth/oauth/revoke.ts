// Tells the authorization server that the tokens of a sign-in are no longer needed (RFC 7009).
import { messageOf } from '../../../errors/error.ts';
import { NotThere, unreachableBecause } from './not-there.ts';
import type { StoredSignIn } from './stored.ts';

/** @returns why it may still accept them; undefined if it does not */
export async function revokeTokens(
  { tokens, client, server }: StoredSignIn,
  fetch: typeof globalThis.fetch,
): Promise<string | undefined> {
  if (!tokens) return undefined;
  const { metadata = {} } = server;
  const endpoint = metadata['revocation_endpoint'];
  if (typeof endpoint !== 'string') return 'the authorization server has no way to revoke them';
  const { selectClientAuthMethod } = await import('@modelcontextprotocol/client');
  const methods =
    metadata['revocation_endpoint_auth_methods_supported'] ??
    metadata['token_endpoint_auth_methods_supported'];
  const method = selectClientAuthMethod(client, Array.isArray(methods) ? methods : []);

  async function revoke(token: string, hint: string): Promise<void> {
    const body = new URLSearchParams({ token, token_type_hint: hint });
    const headers = new Headers({ Accept: 'application/json' });
    if (method === 'client_secret_basic') {
      const pair = `${client.client_id}:${client.client_secret ?? ''}`;
      headers.set('Authorization', `Basic ${Buffer.from(pair).toString('base64')}`);
    } else {
      body.set('client_id', client.client_id);
      if (method === 'client_secret_post') body.set('client_secret', client.client_secret ?? '');
    }
    const response = await fetch(endpoint as string, { method: 'POST', headers, body });
    if (!response.ok) throw new Error(`the authorization server answered ${response.status}`);
  }

  try {
    // The refresh token first: servers then also revoke the tokens issued with it.
    if (tokens.refresh !== undefined) await revoke(tokens.refresh, 'refresh_token');
    await revoke(tokens.access, 'access_token');
    return undefined;
  } catch (error) {
    return error instanceof NotThere ? unreachableBecause(error) : messageOf(error);
  }
}
