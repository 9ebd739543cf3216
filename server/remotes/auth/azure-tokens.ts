// Entra tokens for Azure, by the real DefaultAzureCredential: one per cloud, with one request for everyone who waits,
// limited by a deadline. The library is large and is loaded with the first token.
import type { AccessToken, TokenCredential } from '@azure/identity';
import { within } from '../../base/deadline.ts';
import type { AzureCredentials } from '../../contract/settings.ts';
import { azureExpired, azureTooSlow } from '../../errors/azure.ts';
import type { ErrorCode } from '../../errors/codes.ts';
import type { PatchbayError } from '../../errors/error.ts';
import type { Redactor } from '../../logging/redact.ts';
import type { Network } from '../../network/network.ts';
import { azureEnvironment } from './azure-environment.ts';
import { azureFailed } from './azure-failures.ts';
import type { AzureAudience } from './azure-hosts.ts';
import { azureHttpClient } from './azure-http.ts';

export interface AzureTokens {
  /**
   * A token that is valid for at least some minutes; from the cache if possible.
   * @param what what needs the token, for messages: `the MCP server NAME`
   * @throws azure-not-signed-in, azure-refused, azure-expired, azure-too-slow, azure-misconfigured, within 8 s
   */
  get(audience: AzureAudience, what: string): Promise<string>;
  /** The token was refused: the next call fetches a new one, unless a newer one is cached already. */
  drop(audience: AzureAudience, refused: string): void;
}

/** Cached here, because the library's own cache renews in the background, where errors are not caught (4.13.1). */
interface Held {
  readonly token: string;
  readonly expiresAt: number;
  /** From this time on, a renewal is attempted. */
  readonly renewAt: number;
}

/** The cached state of one audience. */
interface Entry {
  held: Held | undefined;
  /** The token that is being fetched. */
  pending: Promise<string> | undefined;
  failure: { readonly explain: (what: string) => PatchbayError; readonly until: number } | undefined;
}

/** The library gives up after 20 s or never, and ignores signals when it hangs (observed on 4.13.1). */
const AZURE_DEADLINE_MS = 8000;
/** The library ends a hanging command a little earlier and then finds no output. */
const PROCESS_TIMEOUT_MS = 7000;
/** A token is replaced this long before it expires, because a request may take a while. */
const RENEW_BEFORE_MS = 2 * 60_000;
/** Retry interval after a failure, while the current token is still valid. */
const RENEW_AGAIN_MS = 30_000;
/** A token this close to its expiry is useless. */
const LEAST_LIFETIME_MS = 5000;
/** How long a failure is everyone's answer; a person who signs in meanwhile waits no longer than this. */
const FAILURE_HOLDS_MS = 5000;
const KNOWN_AUTHORITIES = /^https:\/\/login\.(microsoftonline\.(com|us)|chinacloudapi\.cn)\/?$/;

export function createAzureTokens(options: {
  readonly env: NodeJS.ProcessEnv;
  readonly network: Network;
  readonly redactor: Redactor;
  /** Called once per failure, however many callers wait. */
  onFailed?(failure: { scope: string; code: ErrorCode; details: string | undefined }): void;
  /** Which credentials to try; called each time, so that a changed setting applies at once. */
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
        // The library would ask the public cloud about a custom one, which does not know it.
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
    // An old `az` prints a cached token even if it expired long ago.
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
      // Hanging requests are abandoned with it.
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
      // The library's credentials cache tokens too.
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
