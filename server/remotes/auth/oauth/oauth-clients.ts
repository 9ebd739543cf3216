// Which client a person signs in as: one that was registered by hand, one of an earlier sign-in, one with a metadata
// document, or one that is registered now.
import type { AuthorizationServerMetadata, OAuthClientMetadata } from '@modelcontextprotocol/client';
import { signInFailed, signInWithoutClient } from '../../../errors/sign-in.ts';
import type { Callback } from './callback.ts';
import type { Discovered } from './discover.ts';
import { GrantRefused, registrationFetch } from './grants.ts';
import { isSameAddress } from './said.ts';
import type { StoredClient, StoredSignIn } from './stored.ts';
import type { SignInTerms } from './terms.ts';

export interface ChosenClient {
  readonly client: StoredClient;
  /** The address the browser returns to. */
  readonly redirectUrl: string;
  /** `known`: registered by an earlier sign-in; the server may have forgotten it since. */
  readonly way: 'configured' | 'known' | 'document' | 'registered';
}

export interface ClientOptions {
  readonly terms: SignInTerms;
  readonly discovered: Discovered;
  readonly callback: Pick<Callback, 'redirectUrls'>;
  readonly registration: 'auto' | 'cimd' | 'dcr';
  readonly clientSecret: string | undefined;
  /** The scopes that will be requested. */
  readonly scope: string | undefined;
  /** The client of an earlier sign-in to the same remote. */
  readonly earlier: StoredSignIn | undefined;
  /** A fetch that checks every address. */
  readonly fetch: typeof fetch;
}

/** Errors that no other redirect address changes: nobody may register, or not now. */
const NOT_ABOUT_REDIRECTS = [401, 404, 405, 429];

/** @throws sign-in-without-client, sign-in-failed, GrantRefused, NotThere */
export async function chooseClient(options: ClientOptions): Promise<ChosenClient> {
  const { terms, discovered, callback, registration } = options;
  const [redirectUrl] = callback.redirectUrls;
  if (registration === 'auto') {
    const client = configuredClient(options);
    if (client) return { client, redirectUrl, way: 'configured' };
  }
  const document = registration === 'dcr' ? undefined : documentFor(terms, discovered.metadata);
  if (document !== undefined) return { client: { client_id: document }, redirectUrl, way: 'document' };
  if (registration === 'cimd') {
    throw signInFailed(terms.name, {
      why: 'it takes no client metadata document, or none is set',
      fix: `Set \`remotes.${terms.name}.oauth.clientMetadataUrl\` in settings.json, or leave --oauth-client-registration out.`,
    });
  }
  return (registration === 'auto' && knownClient(options)) || (await register(options));
}

function configuredClient({ terms, earlier, clientSecret }: ClientOptions): StoredClient | undefined {
  if (!terms.client) return undefined;
  const { id, secret: configured } = terms.client;
  const kept = earlier?.client.client_id === id ? earlier.client.client_secret : undefined;
  const secret = clientSecret ?? configured ?? kept;
  return { client_id: id, ...(secret !== undefined && { client_secret: secret }) };
}

function documentFor(
  { clientMetadataUrl }: SignInTerms,
  metadata: AuthorizationServerMetadata | undefined,
): string | undefined {
  return metadata?.client_id_metadata_document_supported === true ? clientMetadataUrl : undefined;
}

/** A client that was registered with the same server, for an address we listen on, and has not been refused. */
function knownClient({ earlier, discovered, callback }: ClientOptions): ChosenClient | undefined {
  if (!earlier || !isSameAddress(earlier.server.issuer, discovered.issuer)) return undefined;
  const { client, redirectUrl } = earlier;
  const { client_secret_expires_at: expiresAt = 0, isDoubtful } = client;
  const isExpired = expiresAt > 0 && expiresAt * 1000 <= Date.now();
  if (isDoubtful || isExpired || !callback.redirectUrls.includes(redirectUrl)) return undefined;
  return { client, redirectUrl, way: 'known' };
}

/** Some servers accept only `localhost` for this machine. */
async function register(options: ClientOptions): Promise<ChosenClient> {
  const { terms, discovered, callback } = options;
  const { metadata } = discovered;
  if (metadata && metadata.registration_endpoint === undefined) throw signInWithoutClient(terms.name);
  let refusal: unknown;
  for (const redirectUrl of callback.redirectUrls) {
    try {
      return { client: await registerAt(redirectUrl, options), redirectUrl, way: 'registered' };
    } catch (error) {
      if (!(error instanceof GrantRefused)) throw error;
      refusal ??= error;
      if (error.isTemporary || NOT_ABOUT_REDIRECTS.includes(error.status)) break;
    }
  }
  throw refusal;
}

async function registerAt(redirectUrl: string, options: ClientOptions): Promise<StoredClient> {
  const { discovered, scope, fetch } = options;
  const { serverUrl, metadata } = discovered;
  const { registerClient } = await import('@modelcontextprotocol/client');
  const registered = await registerClient(serverUrl, {
    ...(metadata && { metadata }),
    ...(scope !== undefined && { scope }),
    clientMetadata: clientMetadata(redirectUrl, metadata),
    fetchFn: registrationFetch(fetch),
  });
  const { client_id, client_secret, client_secret_expires_at, token_endpoint_auth_method } = registered;
  return {
    client_id,
    ...(client_secret !== undefined && { client_secret }),
    ...(client_secret_expires_at !== undefined && { client_secret_expires_at }),
    ...(token_endpoint_auth_method !== undefined && { token_endpoint_auth_method }),
  };
}

function clientMetadata(
  redirectUrl: string,
  metadata: AuthorizationServerMetadata | undefined,
): OAuthClientMetadata {
  const methods = metadata?.token_endpoint_auth_methods_supported;
  // A program on a person's machine cannot keep a client secret, so none is requested if the server does not need one.
  const isPublic = methods?.includes('none') ?? false;
  return {
    client_name: 'Patchbay',
    redirect_uris: [redirectUrl],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    application_type: 'native',
    ...(isPublic && { token_endpoint_auth_method: 'none' }),
  };
}
