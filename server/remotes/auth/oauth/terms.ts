// How a person signs in to one remote, from settings.json or, failing that, config.toml.
import type { OAuthSettings } from '../../../contract/settings.ts';
import { credentialMissing } from '../../../errors/remotes.ts';
import { signInNotPossible, signInNotUsed } from '../../../errors/sign-in.ts';
import type { RemoteConfig } from '../../config.ts';
import { hasAuthorization } from '../configured-headers.ts';

export interface SignInTerms {
  readonly name: string;
  readonly url: string;
  /** A client that was registered by hand. */
  readonly client: { readonly id: string; readonly secret: string | undefined } | undefined;
  readonly clientMetadataUrl: string | undefined;
  readonly scopes: readonly string[] | undefined;
  /** The resource parameter; `''` to leave it out. */
  readonly resource: string | undefined;
  readonly issuer: string | undefined;
  readonly callbackPort: number | undefined;
  readonly callbackUrl: string | undefined;
  /** The headers of every request to the remote, without credentials. */
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
