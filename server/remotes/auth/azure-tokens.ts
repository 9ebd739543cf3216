// Entra tokens for Azure, by the real DefaultAzureCredential: one for each cloud, asked once for all who wait, and never
// longer than the deadline. The library is large and is loaded with the first token.
import type { AccessToken, TokenCredential } from '@azure/identity';
import { within } from '../../base/deadline.ts';
import type { AzureCredentials } from '../../contract/settings.ts';
import { azureExpired, azureTooSlow, type PatchbayError } from '../../errors/errors.ts';
import type { Redactor } from '../../logging/redact.ts';
import type { Network } from '../../network/network.ts';
import { azureEnvironment } from './azure-environment.ts';
import { azureFailed } from './azure-failures.ts';
import type { AzureAudience } from './azure-hosts.ts';
import { azureHttpClient } from './azure-http.ts';

export interface AzureTokens {
  /**
   * A token that is valid for some minutes; from memory where there is one.
   * @param what needs it, for messages: `the MCP server NAME`
   * @throws azure-not-signed-in, azure-refused, azure-expired, azure-too-slow, azure-misconfigured, within 8 s
   */
  get(audience: AzureAudience, what: string): Promise<string>;
  /** It was refused: the next one is a fresh one, unless there is another already. */
  drop(audience: AzureAudience, refused: string): void;
}

/** Kept here: the library's own keeping renews in the background, where nobody catches what goes wrong (4.13.1). */
interface Held {
  readonly token: string;
  readonly expiresAt: number;
  /** From then on it is tried to get another. */
  readonly renewAt: number;
}

/** What is known of one audience. */
interface Entry {
  held: Held | undefined;
  /** The token that is being fetched. */
  pending: Promise<string> | undefined;
  failure: { readonly explain: (what: string) => PatchbayError; readonly until: number } | undefined;
}

/** The library gives up after 20 s, or never: it ignores signals where it hangs (observed on 4.13.1). */
const AZURE_DEADLINE_MS = 8000;
/** A command that hangs is ended by the library a little earlier, which then finds that it has printed nothing. */
const PROCESS_TIMEOUT_MS = 7000;
/** Before its end a token is replaced; a request may be under way for a while. */
const RENEW_BEFORE_MS = 2 * 60_000;
/** After a failure, while the one there is still good. */
const RENEW_AGAIN_MS = 30_000;
/** A token this close to its end is of no use. */
const LEAST_LIFETIME_MS = 5000;
/** For so long a failure is everybody's answer; a person who signs in meanwhile does not wait longer. */
const FAILURE_HOLDS_MS = 5000;
const KNOWN_AUTHORITIES = /^https:\/\/login\.(microsoftonline\.(com|us)|chinacloudapi\.cn)\/?$/;

export function createAzureTokens(options: {
  readonly env: NodeJS.ProcessEnv;
  readonly network: Network;
  readonly redactor: Redactor;
  /** Once for each failure, whoever waits for it. */
  onFailed?(failure: { scope: string; code: string; details: string | undefined }): void;
  /** Which ways to sign in are tried; asked each time, so that a changed setting counts at once. */
  ways(): AzureCredentials;
}): AzureTokens {
  const { env, network, redactor, onFailed, ways } = options;
  const httpClient = azureHttpClient(network);
  const environment = azureEnvironment(env);
  const credentials = new Map<string, Promise<TokenCredential>>();
  const entries = new Map<string, Entry>();

  const credentialKey = ({ authorityHost = '' }: AzureAudience) => `${ways()} ${authorityHost}`;

  async function openCredential({ authorityHost }: AzureAudience): Promise<TokenCredential> {
    const { DefaultAzureCredential } = await import('@azure/identity');
    const authority = env['AZURE_AUTHORITY_HOST'] || authorityHost;
    return environment.choosing(ways(), () => {
      return new DefaultAzureCredential({
        processTimeoutInMs: PROCESS_TIMEOUT_MS,
        ...(authority && { authorityHost: authority }),
        // A cloud of one's own is not known to the public one, which would be asked about it.
        disableInstanceDiscovery: authority !== undefined && !KNOWN_AUTHORITIES.test(authority),
        httpClient,
      });
    });
  }

  function credentialFor(audience: AzureAudience): Promise<TokenCredential> {
    const key = credentialKey(audience);
    const credential = credentials.get(key) ?? openCredential(audience);
    credentials.set(key, credential);
    return credential;
  }

  function entryOf(audience: AzureAudience): Entry {
    const key = `${credentialKey(audience)} ${audience.scope}`;
    const entry = entries.get(key) ?? { held: undefined, pending: undefined, failure: undefined };
    entries.set(key, entry);
    return entry;
  }

  async function askLibrary(audience: AzureAudience): Promise<Held> {
    const credential = await credentialFor(audience);
    const { token, expiresOnTimestamp: expiresAt } = await credential.getToken(audience.scope).then(orNone);
    redactor.know(token);
    const held = { token, expiresAt, renewAt: expiresAt - RENEW_BEFORE_MS };
    // An old `az` prints one from its own memory, however long ago it ended.
    if (!isUsable(held)) throw new TokenExpired(expiresAt);
    return held;
  }

  async function fetchToken(audience: AzureAudience, entry: Entry): Promise<string> {
    const startedAt = Date.now();
    try {
      entry.held = await environment.during(() =>
        within(AZURE_DEADLINE_MS, askLibrary(audience), () => new DeadlinePassed()),
      );
      return entry.held.token;
    } catch (error) {
      // What hangs in it is left behind with it.
      credentials.delete(credentialKey(audience));
      const isTooSlow = error instanceof DeadlinePassed || Date.now() - startedAt >= PROCESS_TIMEOUT_MS;
      const explain = (what: string) => {
        if (isTooSlow) return azureTooSlow(what, AZURE_DEADLINE_MS);
        if (error instanceof TokenExpired) return azureExpired(what, new Date(error.expiredAt));
        return azureFailed(error, what, redactor.redact);
      };
      const { code, details } = explain(audience.scope);
      onFailed?.({ scope: audience.scope, code, details });
      if (entry.held && isUsable(entry.held)) {
        entry.held = { ...entry.held, renewAt: Date.now() + RENEW_AGAIN_MS };
        return entry.held.token;
      }
      entry.held = undefined;
      entry.failure = { explain, until: Date.now() + FAILURE_HOLDS_MS };
      throw error;
    } finally {
      entry.pending = undefined;
    }
  }

  return {
    async get(audience, what) {
      const entry = entryOf(audience);
      if (entry.held && isUsable(entry.held) && Date.now() < entry.held.renewAt) return entry.held.token;
      if (entry.failure && Date.now() < entry.failure.until) throw entry.failure.explain(what);
      entry.failure = undefined;
      entry.pending ??= fetchToken(audience, entry);
      return await entry.pending.catch((error) => {
        throw entry.failure?.explain(what) ?? error;
      });
    },
    drop(audience, refused) {
      const entry = entryOf(audience);
      if (entry.held?.token !== refused) return;
      // Credentials remember tokens too.
      credentials.delete(credentialKey(audience));
      entry.held = undefined;
    },
  };
}

class DeadlinePassed extends Error {}

class TokenExpired extends Error {
  /** In ms since 1970. */
  readonly expiredAt: number;
  constructor(expiredAt: number) {
    super('the token had expired');
    this.expiredAt = expiredAt;
  }
}

function isUsable({ expiresAt }: Held): boolean {
  return expiresAt - Date.now() > LEAST_LIFETIME_MS;
}

function orNone(token: AccessToken | null): AccessToken {
  if (token === null) throw new Error('Azure gave no token.');
  return token;
}
