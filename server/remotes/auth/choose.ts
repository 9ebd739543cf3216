// Which credential a remote gets. The first that applies: an `Authorization` among its headers, its bearer token, the
// Azure scope of settings.json, what is stored of a sign-in with OAuth, an Azure host, none. Nothing is fetched here.

import { azureNeedsHttps } from '../../errors.ts';
import type { HttpRemote, RemoteConfig } from '../config.ts';
import { azureCredential } from './azure.ts';
import { type AzureAudience, audienceOfScope, azureAudienceOf } from './azure-hosts.ts';
import type { AzureTokens } from './azure-tokens.ts';
import type { Credential } from './credential.ts';
import {
  bearerToken,
  configuredHeaders,
  type HeadersHelper,
  hasAuthorization,
  headersHelper,
} from './headers.ts';

export type CredentialKind =
  | 'authorization'
  | 'bearer-token'
  | 'azure-scope'
  | 'oauth'
  | 'azure-host'
  | 'none';

export interface CredentialChoice {
  readonly kind: CredentialKind;
  /** Which one and why, one sentence a person can read. */
  readonly why: string;
  /** The headers of config.toml come with it. */
  readonly credential: Credential;
}

export interface Credentials {
  /** The one that applies now, for a connection or a request. */
  choose(remote: HttpRemote): CredentialChoice;
}

export interface CredentialServices {
  /** Where the variables are looked up that config.toml names. */
  readonly env: NodeJS.ProcessEnv;
  readonly azure: AzureTokens;
  /** Of settings.json, by the name of the remote. */
  azureScopeOf(name: string): string | undefined;
  /** What is stored of a sign-in to this remote; undefined when there is nothing. */
  oauth?(remote: HttpRemote): Credential | undefined;
  /** What stands in for one where there is none. */
  withoutCredential?(remote: HttpRemote): Credential;
}

export function createCredentials(services: CredentialServices): Credentials {
  const { env, azure, azureScopeOf, oauth, withoutCredential } = services;
  /** What a helper printed holds until it is refused, or config.toml is read again. */
  const helpers = new WeakMap<RemoteConfig, HeadersHelper>();

  function helperOf(remote: HttpRemote): HeadersHelper | undefined {
    const { headersHelper: command } = remote.transport;
    if (command === undefined) return undefined;
    const helper = helpers.get(remote) ?? headersHelper(remote.name, command, env);
    helpers.set(remote, helper);
    return helper;
  }

  /** The order of everything that is not among the headers. */
  function withoutHeaders(remote: HttpRemote): CredentialChoice {
    const { name, transport } = remote;
    const { bearerTokenEnvVar: variable } = transport;
    if (variable !== undefined) {
      const why = `The bearer token in ${variable}, which \`bearer_token_env_var\` names.`;
      return { kind: 'bearer-token', why, credential: bearerToken(name, variable, env) };
    }
    const { url } = transport;
    const scope = azureScopeOf(name);
    if (scope !== undefined) {
      const audience = audienceOfScope(scope, url);
      const why = `An Azure token for ${scope}, which settings.json says.`;
      return { kind: 'azure-scope', why, credential: chosenAzure(remote, audience, azure) };
    }
    const stored = oauth?.(remote);
    if (stored) return { kind: 'oauth', why: 'What is stored of the sign-in to it.', credential: stored };
    const audience = azureAudienceOf(url);
    if (audience) {
      const why = `An Azure token for ${audience.scope}, because ${new URL(url).hostname} belongs to Azure.`;
      return { kind: 'azure-host', why, credential: azureCredential({ name, url }, audience, azure) };
    }
    const credential = withoutCredential?.(remote) ?? none(name);
    return { kind: 'none', why: 'None: nothing is configured or stored for it.', credential };
  }

  return {
    choose(remote) {
      const helper = helperOf(remote);
      const authorization = hasAuthorization(remote.transport);
      if (authorization === undefined) {
        const rest = withoutHeaders(remote);
        const credential = configuredHeaders(remote, { env, helper, otherwise: rest.credential });
        if (!helper) return { ...rest, credential };
        const why = `The Authorization that \`http_headers_helper\` prints. If it prints none: ${rest.why}`;
        return { kind: 'authorization', why, credential };
      }
      const credential = configuredHeaders(remote, { env, helper, otherwise: undefined });
      return { kind: 'authorization', why: `The Authorization of \`${authorization}\`.`, credential };
    },
  };
}

/** A scope that a person has chosen goes to any host, but not where others can read it. */
function chosenAzure(
  { name, transport }: HttpRemote,
  audience: AzureAudience,
  tokens: AzureTokens,
): Credential {
  const { url } = transport;
  const { protocol, hostname } = new URL(url);
  const isPrivate = protocol === 'https:' || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
  const credential = azureCredential({ name, url }, audience, tokens);
  if (isPrivate) return credential;
  return { source: credential.source, headers: () => Promise.reject(azureNeedsHttps(name)) };
}

function none(name: string): Credential {
  return {
    source: 'no credential',
    headers: async () => ({}),
    advice: () =>
      `Sign in with \`patchbay mcp login ${name}\`, or name the variable that holds its token with \`bearer_token_env_var\`.`,
  };
}
