// The `fetch` of one remote: every request carries the remote's headers and credential, and neither leaves the origin
// that config.toml names.
import { remoteBusy, remoteRedirects, remoteRefused } from '../../errors/remotes.ts';
import { readAnswer } from '../wire/answers.ts';
import { redirectIn } from '../wire/redirect.ts';
import type { Credential, Refusal } from './credential.ts';
import { secretsIn } from './secrets-in.ts';

const MAX_REDIRECTS = 5;

/**
 * Returns every answer of the remote except 401, 403, 429, and a 400 that is about the credential. Headers of the
 * request override configured ones.
 * @param remote.name for messages
 * @param options.know receives every secret that is sent
 * @returns a fetch that also throws remote-refused, remote-busy, remote-redirects, and what the credential throws
 */
export function authorisedFetch(
  remote: { readonly name: string; readonly url: string },
  credential: Credential,
  options: { fetch: typeof globalThis.fetch; know(secret: string): void },
): typeof globalThis.fetch {
  const { fetch, know } = options;
  const { name } = remote;
  const { origin } = new URL(remote.url);

  async function credentialHeaders(): Promise<Readonly<Record<string, string>>> {
    const headers = await credential.headers();
    secretsIn(headers).forEach(know);
    return headers;
  }

  /** Follows redirects within the same origin. */
  async function send(url: URL, init: RequestInit, headers: Readonly<Record<string, string>>) {
    let address = url;
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      if (address.origin !== origin) throw remoteRedirects(name, address.origin);
      const response = await fetch(address, {
        ...init,
        headers: withDefaults(init.headers, headers),
        redirect: 'manual',
      });
      const redirect = redirectIn(response, address);
      if (!redirect) return response;
      await response.body?.cancel();
      const { said, to: next } = redirect;
      if (!next) throw remoteRedirects(name, said);
      // Other redirects would turn a POST into a GET without the message.
      const keepsMethod = response.status === 307 || response.status === 308 || init.method !== 'POST';
      if (next.origin !== origin || !keepsMethod) throw remoteRedirects(name, next.href);
      address = next;
    }
    throw remoteRedirects(name, address.href);
  }

  return async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const sent = await credentialHeaders();
    let response = await send(url, init, sent);
    let refusal = refusalIn(response);
    if (response.status === 429) {
      await response.body?.cancel();
      throw remoteBusy(name, url.host, secondsIn(response.headers.get('retry-after')));
    }
    if (response.status === 400 && credential.isRefusedIn) {
      const body = await readAnswer(response);
      const { status, statusText, headers } = response;
      response = new Response(body, { status, statusText, headers });
      if (credential.isRefusedIn(body)) refusal = { status, challenge: undefined };
    }
    if (refusal && isRenewable(refusal) && (await credential.renew?.(refusal, sent))) {
      await response.body?.cancel();
      response = await send(url, init, await credentialHeaders());
      refusal = refusalIn(response);
    }
    if (!refusal) return response;
    await response.body?.cancel();
    throw remoteRefused(name, {
      ...refusal,
      host: url.host,
      source: credential.source,
      advice: credential.advice?.(refusal),
    });
  };
}

function refusalIn(response: Response): Refusal | undefined {
  const { status } = response;
  if (status !== 401 && status !== 403) return undefined;
  return { status, challenge: response.headers.get('www-authenticate') ?? undefined };
}

/** @returns undefined if there is no time, or it is a date */
function secondsIn(retryAfter: string | null): number | undefined {
  return retryAfter !== null && /^\d{1,6}$/.test(retryAfter) ? Number(retryAfter) : undefined;
}

function isRenewable({ status, challenge }: Refusal): boolean {
  return status === 401 || /\berror="?insufficient_scope\b/.test(challenge ?? '');
}

function withDefaults(given: RequestInit['headers'], defaults: Readonly<Record<string, string>>): Headers {
  const headers = new Headers(given);
  for (const [name, value] of Object.entries(defaults)) if (!headers.has(name)) headers.set(name, value);
  return headers;
}
