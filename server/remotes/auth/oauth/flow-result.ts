// The result of a finished sign-in: what to store, and who signed in.
import type { OAuthTokens } from '@modelcontextprotocol/client';
import type { Discovered } from './discover.ts';
import type { ChosenClient } from './oauth-clients.ts';
import type { StoredSignIn } from './stored.ts';

export interface FlowResult {
  readonly signIn: StoredSignIn;
  readonly account: string | undefined;
}

/** @param made.asked the requested scopes */
export function resultOf(
  {
    access_token: access,
    refresh_token: refresh,
    expires_in: expiresIn,
    id_token: idToken,
    scope,
  }: OAuthTokens,
  made: { discovered: Discovered; chosen: ChosenClient; asked: string | undefined },
): FlowResult {
  const { serverUrl, issuer, metadata, resource } = made.discovered;
  const { isDoubtful: _, ...client } = made.chosen.client;
  const granted = scope ?? made.asked;
  const obtainedAt = Date.now();
  return {
    account: idToken && accountIn(idToken),
    signIn: {
      version: 1,
      tokens: {
        access,
        ...(refresh !== undefined && { refresh }),
        obtainedAt,
        ...(expiresIn !== undefined && { expiresAt: obtainedAt + expiresIn * 1000 }),
      },
      client,
      redirectUrl: made.chosen.redirectUrl,
      ...(granted !== undefined && { scope: granted }),
      ...(resource !== undefined && { resource }),
      server: { issuer, url: serverUrl, ...(metadata && { metadata }) },
    },
  };
}

/** Only shown, never relied on. It came from the token endpoint itself, so its signature is not checked. */
function accountIn(idToken: string): string | undefined {
  try {
    const claims = JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString());
    const named = claims.email ?? claims.preferred_username ?? claims.name;
    return typeof named === 'string' && !/[\p{Cc}\p{Cf}]/u.test(named) ? named.slice(0, 100) : undefined;
  } catch {
    return undefined;
  }
}
