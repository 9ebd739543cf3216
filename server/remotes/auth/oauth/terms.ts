// How a person is signed in to one remote: what settings.json says, else what config.toml says.
import type { OAuthSettings } from '../../../contract/settings.ts';
import { credentialMissing, signInNotPossible, signInNotUsed } from '../../../errors/errors.ts';
import type { RemoteConfig } from '../../config.ts';
import { hasAuthorization } from '../configured-headers.ts';

export interface SignInTerms {
  readonly name: string;
  readonly url: string;
  /** A client that was registered by hand. */
  readonly client: { readonly id: string; readonly secret: string | undefined } | undefined;
  readonly clientMetadataUrl: string | undefined;
  readonly scopes: readonly string[] | undefined;
  /** What tokens are asked for; `''`: the parameter is left out. */
  readonly resource: string | undefined;
  readonly issuer: string | undefined;
  readonly callbackPort: number | undefined;
  readonly callbackUrl: string | undefined;
  /** Sent with every request to the remote, credentials left out. */
  readonly headers: Readonly<Record<string, string>>;
}

/** @throws sign-in-not-possible for a child process, sign-in-not-used, credential-missing */
export function termsOf(
  { name, transport }: RemoteConfig,
  settings: OAuthSettings,
  env: NodeJS.ProcessEnv,
): SignInTerms {
  if (transport.kind !== 'http') throw signInNotPossible(name);
  const { oauth, url } = transport;
  const other = hasAuthorization(transport) ?? (transport.bearerTokenEnvVar && 'bearer_token_env_var');
  if (other) throw signInNotUsed(name, other);
  const id = settings.clientId ?? oauth.clientId;
  const variable = settings.clientSecretEnv;
  if (variable !== undefined && !env[variable]) throw credentialMissing(name, variable);
  const secret = variable === undefined ? oauth.clientSecret : env[variable];
  const plainHeaders = Object.entries(transport.headers).filter(
    ([header]) => !/^authorization$/i.test(header),
  );
  return {
    name,
    url,
    client: id === undefined ? undefined : { id, secret },
    clientMetadataUrl: settings.clientMetadataUrl,
    scopes: settings.scopes ?? oauth.scopes,
    resource: settings.resource ?? oauth.resource,
    issuer: oauth.issuer,
    callbackPort: settings.callbackPort ?? oauth.callbackPort,
    callbackUrl: settings.callbackUrl ?? oauth.callbackUrl,
    headers: Object.fromEntries(plainHeaders),
  };
}
