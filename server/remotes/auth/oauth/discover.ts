// Finds the authorization server of a remote, and refuses one that is not what it says or points where it must not.
import type { OAuthServerInfo } from '@modelcontextprotocol/client';
import { signInUnsafe } from '../../../errors.ts';
import { type AddressRules, checkAddress } from './addresses.ts';
import type { GuardedFetch } from './guarded-fetch.ts';
import type { SignInTerms } from './terms.ts';

const ENDPOINTS = [
  'issuer',
  'authorization_endpoint',
  'token_endpoint',
  'registration_endpoint',
  'revocation_endpoint',
] as const;

/**
 * @param metadataUrl where the remote says its metadata is
 * @throws sign-in-unsafe with the reason, and the errors of fetch and of the SDK
 */
export async function discoverServer(
  terms: SignInTerms,
  metadataUrl: URL | undefined,
  services: { guard: GuardedFetch; rules: AddressRules },
): Promise<OAuthServerInfo> {
  const { guard, rules } = services;
  const { discoverOAuthServerInfo, checkResourceAllowed, resourceUrlFromServerUrl } = await import(
    '@modelcontextprotocol/client'
  );
  const info = await discoverOAuthServerInfo(terms.url, {
    ...(metadataUrl && { resourceMetadataUrl: metadataUrl }),
    fetchFn: guard.fetch,
  }).catch((error) => {
    guard.assertSafe();
    throw error;
  });
  guard.assertSafe();
  const { authorizationServerUrl, authorizationServerMetadata: metadata, resourceMetadata } = info;
  await checkAddress(authorizationServerUrl, 'authorization_servers', rules);
  for (const endpoint of ENDPOINTS) {
    const address = (metadata as Readonly<Record<string, unknown>> | undefined)?.[endpoint];
    if (typeof address === 'string') await checkAddress(address, endpoint, rules);
  }
  const issuer = issuerOf(info);
  if (terms.issuer !== undefined && terms.issuer !== issuer) {
    throw signInUnsafe(terms.name, 'issuer', issuer, `config.toml takes ${terms.issuer} alone`);
  }
  const resource = resourceMetadata?.resource;
  if (resource !== undefined && terms.resource === undefined) {
    const isOurs = checkResourceAllowed({
      requestedResource: resourceUrlFromServerUrl(terms.url),
      configuredResource: resource,
    });
    if (!isOurs) throw signInUnsafe(terms.name, 'resource', resource, `it is not ${terms.url}`);
  }
  return info;
}

export function issuerOf({ authorizationServerMetadata, authorizationServerUrl }: OAuthServerInfo): string {
  return authorizationServerMetadata?.issuer ?? String(authorizationServerUrl);
}
