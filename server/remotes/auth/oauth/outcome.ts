// What a finished sign-in leaves: the part to keep, and who signed in.
import type { OAuthServerInfo } from '@modelcontextprotocol/client';
import { issuerOf } from './discover.ts';
import type { SignInProvider } from './provider.ts';
import type { StoredSignIn } from './stored.ts';

export interface FlowResult {
  readonly signIn: StoredSignIn;
  readonly account: string | undefined;
}

/** @param made.asked the parameters of the authorization request */
export function resultOf(
  provider: SignInProvider,
  made: { info: OAuthServerInfo; redirectUrl: string; asked: URLSearchParams; know(secret: string): void },
): FlowResult {
  const { info, redirectUrl, asked, know } = made;
  const { tokens } = provider.outcome;
  if (!tokens) throw new Error('it gave no token');
  const { access_token: access, refresh_token: refresh, expires_in: expiresIn, id_token: idToken } = tokens;
  for (const secret of [access, refresh, idToken]) if (secret) know(secret);
  const known = provider.outcome.client ?? provider.clientInformation({ issuer: issuerOf(info) });
  const client = known as { client_id: string; client_secret?: string; token_endpoint_auth_method?: string };
  const scope = tokens.scope ?? asked.get('scope') ?? undefined;
  const resource = asked.get('resource') ?? undefined;
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
      client: {
        client_id: client.client_id,
        ...(client.client_secret !== undefined && { client_secret: client.client_secret }),
        ...(client.token_endpoint_auth_method !== undefined && {
          token_endpoint_auth_method: client.token_endpoint_auth_method,
        }),
      },
      redirectUrl,
      ...(scope !== undefined && { scope }),
      ...(resource !== undefined && { resource }),
      server: {
        issuer: issuerOf(info),
        url: String(info.authorizationServerUrl),
        ...(info.authorizationServerMetadata && { metadata: info.authorizationServerMetadata }),
      },
    },
  };
}

/** Shown, never relied on: it came from the token endpoint itself, so its signature is not checked. */
function accountIn(idToken: string): string | undefined {
  try {
    const claims = JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString());
    const named = claims.email ?? claims.preferred_username ?? claims.name;
    return typeof named === 'string' && !/[\p{Cc}\p{Cf}]/u.test(named) ? named.slice(0, 100) : undefined;
  } catch {
    return undefined;
  }
}
