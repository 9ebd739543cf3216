// Which credential a remote gets. The first that applies: an `Authorization` among its headers, its bearer token, headers
// that are kept with the secrets, the Azure scope of settings.json, a stored OAuth sign-in, an Azure host, none. Nothing is
// fetched here.

import { isLoopback } from '../../base/loopback.ts';
import { azureNeedsHttps } from '../../errors/azure.ts';
import { storedHeadersAdvice } from '../../errors/remotes.ts';
import { signInAdvice } from '../../errors/sign-in.ts';
import type { StoredHeaders } from '../../secrets/stored-headers.ts';
import type { HttpRemote, RemoteConfig } from '../config.ts';
import { azureCredential } from './azure.ts';
import { type AzureAudience, audienceOfScope, azureAudienceOf } from './azure-hosts.ts';
import type { AzureTokens } from './azure-tokens.ts';
import {
  bearerToken,
  configuredHeaders,
  type HeadersHelper,
  hasAuthorization,
  headersHelper,
} from './configured-headers.ts';
import type { Credential } from './credential.ts';

export type CredentialKind =
  | 'authorization'
  | 'bearer-token'
  | 'stored-headers'
  | 'azure-scope'
  | 'oauth'
  | 'azure-host'
  | 'none';

/** Which credential and why, as a sentence for a person. */
export interface Explanation {
  readonly kind: CredentialKind;
  readonly why: string;
}

export interface CredentialChoice extends Explanation {
  /** Includes the headers of config.toml. */
  readonly credential: Credential;
}

export interface Credentials {
  /** The one that applies now, for a connection or a request. */
  choose(remote: HttpRemote): CredentialChoice;
}

/** Facts about a remote that are not in its table. */
export interface CredentialFacts {
  /** From settings.json, by the remote's name. */
  azureScopeOf(name: string): string | undefined;
  /** The names of the headers that are kept for this remote; undefined if there are none. */
  storedHeadersOf(remote: HttpRemote): readonly string[] | undefined;
  /** Whether a sign-in to this remote is stored. */
  isSignedIn(remote: HttpRemote): boolean;
}

export interface CredentialServices extends Pick<CredentialFacts, 'azureScopeOf'> {
  /** The environment for variables that config.toml names. */
  readonly env: NodeJS.ProcessEnv;
  readonly azure: AzureTokens;
  /** Absent: none are kept. */
  readonly storedHeaders?: StoredHeaders;
  /** The stored sign-in to this remote; undefined if there is none. */
  oauth?(remote: HttpRemote): Credential | undefined;
  /** The substitute when there is no credential. */
  withoutCredential?(remote: HttpRemote): Credential;
}

/** Says which credential applies to a remote now. */
export function explainCredential(remote: HttpRemote, facts: CredentialFacts): Explanation {
  const authorization = hasAuthorization(remote.transport);
  if (authorization) return { kind: 'authorization', why: `The Authorization of \`${authorization}\`.` };
  const rest = withoutHeaders(remote, facts);
  if (remote.transport.headersHelper === undefined) return rest;
  const why = `The Authorization that \`http_headers_helper\` prints. If it prints none: ${rest.why}`;
  return { kind: 'authorization', why };
}

/** The order of all credentials that are not headers. */
function withoutHeaders(remote: HttpRemote, facts: CredentialFacts): Explanation {
  const { azureScopeOf, storedHeadersOf, isSignedIn } = facts;
  const { name, transport } = remote;
  const { url, bearerTokenEnvVar: variable } = transport;
  if (variable !== undefined) {
    return {
      kind: 'bearer-token',
      why: `The bearer token in ${variable}, which \`bearer_token_env_var\` names.`,
    };
  }
  const stored = storedHeadersOf(remote);
  if (stored) {
    return { kind: 'stored-headers', why: `${stored.join(', ')}, kept with the secrets of Patchbay.` };
  }
  const scope = azureScopeOf(name);
  if (scope !== undefined) {
    return { kind: 'azure-scope', why: `An Azure token for ${scope}, which settings.json says.` };
  }
  if (isSignedIn(remote)) return { kind: 'oauth', why: 'What is stored of the sign-in to it.' };
  const audience = azureAudienceOf(url);
  if (audience) {
    const { hostname } = new URL(url);
    return {
      kind: 'azure-host',
      why: `An Azure token for ${audience.scope}, because ${hostname} belongs to Azure.`,
    };
  }
  return { kind: 'none', why: 'None: nothing is configured or stored for it.' };
}

export function createCredentials(services: CredentialServices): Credentials {
  const { env, azure, storedHeaders, azureScopeOf, oauth, withoutCredential } = services;
  const storedHeadersOf = ({ name, transport }: HttpRemote) => storedHeaders?.namesOf(name, transport.url);
  /** A helper's output is used until it is refused or config.toml is read again. */
  const helpers = new WeakMap<RemoteConfig, HeadersHelper>();

  function helperOf(remote: HttpRemote): HeadersHelper | undefined {
    const { headersHelper: command } = remote.transport;
    if (command === undefined) return undefined;
    const helper = helpers.get(remote) ?? headersHelper({ name: remote.name, command }, env);
    helpers.set(remote, helper);
    return helper;
  }

  /** The credential for requests whose headers contain none. */
  function credentialWithoutHeaders(remote: HttpRemote, stored: Credential | undefined): Credential {
    const { name, transport } = remote;
    const { url, bearerTokenEnvVar = '' } = transport;
    const { kind } = withoutHeaders(remote, {
      azureScopeOf,
      storedHeadersOf,
      isSignedIn: () => stored !== undefined,
    });
    const audience = azureAudienceOf(url);
    if (kind === 'bearer-token') return bearerToken(name, bearerTokenEnvVar, env);
    if (kind === 'stored-headers' && storedHeaders) return keptHeaders(remote, storedHeaders);
    if (kind === 'azure-scope') {
      return chosenAzure(remote, audienceOfScope(azureScopeOf(name) ?? '', url), azure);
    }
    if (kind === 'oauth' && stored) return stored;
    if (kind === 'azure-host' && audience) return azureCredential({ name, url }, audience, azure);
    return withoutCredential?.(remote) ?? none(name);
  }

  return {
    choose(remote) {
      const stored = oauth?.(remote);
      const explanation = explainCredential(remote, {
        azureScopeOf,
        storedHeadersOf,
        isSignedIn: () => stored !== undefined,
      });
      const otherwise = hasAuthorization(remote.transport)
        ? undefined
        : credentialWithoutHeaders(remote, stored);
      return {
        ...explanation,
        credential: configuredHeaders(remote, { env, helper: helperOf(remote), otherwise }),
      };
    },
  };
}

/** A token for a scope the person chose is sent to any host, but not over a connection others can read. */
function chosenAzure(
  { name, transport }: HttpRemote,
  audience: AzureAudience,
  tokens: AzureTokens,
): Credential {
  const { url } = transport;
  const { protocol, hostname } = new URL(url);
  const isPrivate = protocol === 'https:' || isLoopback(hostname);
  const credential = azureCredential({ name, url }, audience, tokens);
  if (isPrivate) return credential;
  return { source: credential.source, headers: () => Promise.reject(azureNeedsHttps(name)) };
}

function keptHeaders({ name, transport }: HttpRemote, storedHeaders: StoredHeaders): Credential {
  return {
    source: 'the headers that are kept for it',
    headers: () => storedHeaders.valuesOf(name, transport.url),
    advice: () => storedHeadersAdvice(name),
  };
}

function none(name: string): Credential {
  return {
    source: 'no credential',
    headers: async () => ({}),
    advice: () => signInAdvice(name),
  };
}
