// Finds the authorization server of a remote, and rejects one that is not who it claims to be, or that points to
// forbidden addresses.
import type {
  AuthorizationServerMetadata,
  OAuthProtectedResourceMetadata,
} from '@modelcontextprotocol/client';
import { z } from 'zod';
import { signInOtherResource, signInUnsafe } from '../../../errors/sign-in.ts';
import { type AddressRules, checkAddress } from './checked-addresses.ts';
import { readDocument } from './documents.ts';
import { NotThere } from './not-there.ts';
import { isSameAddress } from './said.ts';
import { readServerMetadata } from './server-metadata.ts';
import type { SignInTerms } from './terms.ts';

export interface Discovered {
  /** The authorization server's address, as the remote names it. */
  readonly serverUrl: string;
  /** Undefined if the server has no metadata, as before RFC 8414. */
  readonly metadata: AuthorizationServerMetadata | undefined;
  readonly issuer: string;
  /** The resource parameter (RFC 8707), byte for byte; undefined to leave it out. */
  readonly resource: string | undefined;
  /** The scopes the remote lists, if it does. */
  readonly scopes: readonly string[] | undefined;
}

interface DiscoverServices {
  /** A fetch that checks every address. */
  readonly fetch: typeof fetch;
  readonly rules: AddressRules;
}

const ENDPOINTS = [
  'issuer',
  'authorization_endpoint',
  'token_endpoint',
  'registration_endpoint',
  'revocation_endpoint',
] as const;

const resourceSchema = z.looseObject({
  resource: z.url(),
  authorization_servers: z.array(z.string()).optional().catch(undefined),
  scopes_supported: z.array(z.string()).optional().catch(undefined),
});
type ResourceMetadata = Pick<
  OAuthProtectedResourceMetadata,
  'resource' | 'authorization_servers' | 'scopes_supported'
>;

/**
 * @param metadataUrl the address of the remote's metadata, according to the remote
 * @throws sign-in-unsafe with the reason, sign-in-other-resource, NotThere
 */
export async function discoverServer(
  terms: SignInTerms,
  metadataUrl: URL | undefined,
  services: DiscoverServices,
): Promise<Discovered> {
  const { rules } = services;
  const about = await readResourceMetadata(terms, metadataUrl, services);
  const { serverUrl, metadata } = await firstThatAnswers(serversIn(about, terms), services);
  await checkAddress(serverUrl, 'authorization_servers', rules);
  for (const endpoint of ENDPOINTS) {
    const address = (metadata as Readonly<Record<string, unknown>> | undefined)?.[endpoint];
    if (typeof address === 'string') await checkAddress(address, endpoint, rules);
  }
  if (metadata) await checkEncrypted(metadata.token_endpoint, rules.name);
  const issuer = metadata?.issuer ?? serverUrl;
  if (terms.issuer !== undefined && !isSameAddress(terms.issuer, issuer)) {
    throw signInUnsafe(terms.name, 'issuer', issuer, `config.toml takes ${terms.issuer} alone`);
  }
  const resource = await resourceFor(terms, about?.resource);
  return { serverUrl, metadata, issuer, resource, scopes: about?.scopes_supported };
}

/** Stricter than for other addresses, because secrets are sent there. */
async function checkEncrypted(tokenEndpoint: string, name: string): Promise<void> {
  const { assertSecureTokenEndpoint } = await import('@modelcontextprotocol/client');
  try {
    assertSecureTokenEndpoint(tokenEndpoint);
  } catch {
    throw signInUnsafe(name, 'token_endpoint', tokenEndpoint, 'it is not encrypted (https)');
  }
}

/** RFC 9728 §3.1. Without this metadata, the remote may still be its own authorization server, as in older versions. */
async function readResourceMetadata(
  { url }: SignInTerms,
  metadataUrl: URL | undefined,
  { fetch }: DiscoverServices,
): Promise<ResourceMetadata | undefined> {
  const { origin, pathname, search } = new URL(url);
  const place = '/.well-known/oauth-protected-resource';
  const ofPath = new URL(`${place}${pathname.replace(/\/$/, '')}${search}`, origin);
  const places = metadataUrl ? [metadataUrl] : [ofPath, new URL(place, origin)];
  for (const address of new Set(places.map(String))) {
    const members = await readDocument(new URL(address), fetch).catch((error: unknown) => {
      if (!(error instanceof NotThere) || error.kind === 'unreachable') throw error;
    });
    const { data } = resourceSchema.safeParse(members);
    if (data) return data as ResourceMetadata;
  }
  return undefined;
}

/** The servers in the order to try them; the one in config.toml comes first. */
function serversIn(about: ResourceMetadata | undefined, { url, issuer }: SignInTerms): readonly string[] {
  const named = about?.authorization_servers?.filter((server) => URL.canParse(server)) ?? [];
  if (named.length === 0) return [new URL('/', url).href];
  const wanted = named.filter((server) => issuer !== undefined && isSameAddress(server, issuer));
  return wanted.length > 0 ? wanted : named;
}

/** A server that is unreachable or has no metadata is skipped if there is another one. */
async function firstThatAnswers(
  servers: readonly string[],
  { fetch, rules }: DiscoverServices,
): Promise<Pick<Discovered, 'serverUrl' | 'metadata'>> {
  let problem: unknown;
  let silent: string | undefined;
  for (const serverUrl of servers) {
    try {
      const metadata = await readServerMetadata(serverUrl, { name: rules.name, fetch });
      if (metadata) return { serverUrl, metadata };
      silent ??= serverUrl;
    } catch (error) {
      if (!(error instanceof NotThere)) throw error;
      problem ??= error;
    }
  }
  if (silent === undefined) throw problem;
  return { serverUrl: silent, metadata: undefined };
}

/** @throws sign-in-other-resource when the remote asks for a token for a different server */
async function resourceFor(terms: SignInTerms, named: string | undefined): Promise<string | undefined> {
  const { name, url, resource } = terms;
  if (resource !== undefined) return resource || undefined;
  if (named === undefined) return undefined;
  const { checkResourceAllowed, resourceUrlFromServerUrl } = await import('@modelcontextprotocol/client');
  const own = resourceUrlFromServerUrl(url);
  const isOurs =
    isSameAddress(named, own.href) ||
    checkResourceAllowed({ requestedResource: own, configuredResource: named });
  if (!isOurs) throw signInOtherResource(name, named, url);
  return named;
}
