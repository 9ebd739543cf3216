// One sign-in as the SDK's flow sees it: what it asks for and what it hands over lie in memory until the end.
import { randomBytes } from 'node:crypto';
import type {
  OAuthClientMetadata,
  OAuthClientProvider,
  OAuthDiscoveryState,
  StoredOAuthClientInformation,
  StoredOAuthTokens,
} from '@modelcontextprotocol/client';
import type { StoredSignIn } from './stored.ts';
import type { SignInTerms } from './terms.ts';

export interface SignInProvider extends OAuthClientProvider {
  /** What the flow has handed over so far. */
  readonly outcome: {
    tokens?: StoredOAuthTokens;
    client?: StoredOAuthClientInformation;
    authorizationUrl?: URL;
    codeVerifier?: string;
  };
}

export interface ProviderOptions {
  readonly terms: SignInTerms;
  readonly discovery: OAuthDiscoveryState;
  readonly redirectUrl: string;
  readonly state: string;
  readonly registration: 'auto' | 'cimd' | 'dcr';
  readonly clientSecret: string | undefined;
  /** Of an earlier sign-in to the same remote. */
  readonly earlier: StoredSignIn | undefined;
}

export function newState(): string {
  return randomBytes(32).toString('base64url');
}

export function createProvider(options: ProviderOptions): SignInProvider {
  const { terms, discovery, redirectUrl, state, registration } = options;
  const outcome: SignInProvider['outcome'] = {};
  let known = knownClient(options);
  const { resource } = terms;
  const wantsDocument = registration !== 'dcr' && terms.clientMetadataUrl !== undefined;
  return {
    outcome,
    redirectUrl,
    ...(wantsDocument && { clientMetadataUrl: terms.clientMetadataUrl as string }),
    clientMetadata: clientMetadata(redirectUrl, discovery),
    state: () => state,
    clientInformation: (context) => outcome.client ?? known?.(context?.issuer),
    saveClientInformation(client) {
      outcome.client = client;
    },
    tokens: () => undefined,
    saveTokens(tokens) {
      outcome.tokens = tokens;
    },
    redirectToAuthorization(url) {
      outcome.authorizationUrl = url;
    },
    saveCodeVerifier(verifier) {
      outcome.codeVerifier = verifier;
    },
    codeVerifier: () => outcome.codeVerifier ?? '',
    invalidateCredentials(scope) {
      if (scope !== 'client' && scope !== 'all') return;
      known = undefined;
      delete outcome.client;
    },
    discoveryState: () => discovery,
    saveDiscoveryState: () => undefined,
    ...(resource !== undefined && { validateResourceURL: async () => new URL(resource) }),
  };
}

/** A client that was registered by hand, or by an earlier sign-in with the same server and the same address. */
function knownClient({ terms, earlier, redirectUrl, registration, clientSecret }: ProviderOptions) {
  const { client } = terms;
  if (client && registration === 'auto') {
    const { id } = client;
    const kept = earlier?.client.client_id === id ? earlier.client.client_secret : undefined;
    const secret = clientSecret ?? client.secret ?? kept;
    return (): StoredOAuthClientInformation => ({
      client_id: id,
      ...(secret !== undefined && { client_secret: secret }),
    });
  }
  if (!earlier || earlier.redirectUrl !== redirectUrl || registration !== 'auto') return undefined;
  return (issuer: string | undefined): StoredOAuthClientInformation | undefined =>
    issuer === earlier.server.issuer
      ? ({ ...earlier.client, issuer } as StoredOAuthClientInformation)
      : undefined;
}

function clientMetadata(redirectUrl: string, discovery: OAuthDiscoveryState): OAuthClientMetadata {
  const methods = discovery.authorizationServerMetadata?.token_endpoint_auth_methods_supported;
  // A program on a person's machine cannot keep a secret: none is asked for where the server does without.
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
