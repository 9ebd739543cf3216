// How a remote refuses a request without a token: where its metadata is, and which scopes it wants.

import { abortAfter } from '../../../base/deadline.ts';
import { LEGACY_VERSION } from '../../../base/mcp-versions.ts';
import { messageOf } from '../../../errors/error.ts';
import { discoverRequest } from '../../wire/era.ts';
import { ANSWER_TIMEOUT_MS } from './guarded-fetch.ts';
import { NotThere } from './not-there.ts';
import type { SignInTerms } from './terms.ts';

export interface Challenge {
  readonly metadataUrl: URL | undefined;
  readonly scope: string | undefined;
}

const INITIALIZE = {
  protocolVersion: LEGACY_VERSION,
  capabilities: {},
  clientInfo: { name: 'patchbay', version: '1' },
};

/**
 * Sends requests until one is refused: some servers accept `initialize` from anyone, and some support only one era.
 * @returns an empty challenge if there is none, or everyone is let in
 * @throws NotThere when the remote cannot be reached
 */
export async function askForChallenge(
  { url, headers }: SignInTerms,
  fetch: typeof globalThis.fetch,
  signal: AbortSignal,
): Promise<Challenge> {
  async function ask(init: {
    method: string;
    headers: Readonly<Record<string, string>>;
    body?: string;
  }): Promise<Response> {
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { ...headers, ...init.headers },
      signal: abortAfter(ANSWER_TIMEOUT_MS, [signal]),
    }).catch((error: unknown) => {
      throw new NotThere(new URL(url), 'unreachable', messageOf(error));
    });
    await response.body?.cancel();
    return response;
  }

  const call = (method: string, params: unknown, more: Readonly<Record<string, string>> = {}) =>
    ask({
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Accept: 'application/json, text/event-stream',
        ...more,
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    });

  const hello = await call('initialize', INITIALIZE);
  if (hello.status === 401) return challengeIn(hello);
  const id = hello.headers.get('mcp-session-id');
  const session = { 'MCP-Protocol-Version': LEGACY_VERSION, ...(id && { 'Mcp-Session-Id': id }) };
  const listed = hello.ok ? await call('tools/list', {}, session) : await ask(discoverRequest());
  if (id) await ask({ method: 'DELETE', headers: session }).catch(() => undefined);
  return challengeIn(listed);

  function challengeIn(response: Response): Challenge {
    return readChallenge(response.headers.get('www-authenticate') ?? undefined, url);
  }
}

// A header may contain several challenges, each a scheme with parameters, whose quoted strings may contain anything
// (RFC 9110 §11.6.1).
const TOKEN = "[\\w!#$%&'*+.^`|~-]+";
const QUOTED = '"((?:[^"\\\\]|\\\\.)*)"';
const PARAMETER = new RegExp(`[\\s,]*(${TOKEN})\\s*=\\s*(?:${QUOTED}|([^\\s,"]+))`, 'y');
/** Some credentials have no name (`token68`). */
const SCHEME = new RegExp(`[\\s,]*(${TOKEN})(?:\\s+[\\w.~+/-]+=*(?=\\s*(?:,|$)))?`, 'y');
/** The schemes of RFC 6750 and RFC 9449. */
const SCHEMES = ['bearer', 'dpop'];

/**
 * @param header `WWW-Authenticate`, several joined by commas
 * @param url the remote's address; addresses in the header may be relative to it
 */
export function readChallenge(header: string | undefined, url: string): Challenge {
  const ours = challengesIn(header ?? '').filter(({ scheme }) => SCHEMES.includes(scheme));
  const challenge = ours.find(({ parameters }) => parameters.has('resource_metadata')) ?? ours[0];
  const metadata = challenge?.parameters.get('resource_metadata');
  return {
    metadataUrl: metadata && URL.canParse(metadata, url) ? new URL(metadata, url) : undefined,
    scope: challenge?.parameters.get('scope') || undefined,
  };
}

function challengesIn(header: string): { scheme: string; parameters: ReadonlyMap<string, string> }[] {
  const challenges: { scheme: string; parameters: Map<string, string> }[] = [];
  let at = 0;
  function next(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = at;
    const found = pattern.exec(header) ?? undefined;
    if (found) at = pattern.lastIndex;
    return found;
  }

  while (at < header.length) {
    const parameter = challenges.length > 0 ? next(PARAMETER) : undefined;
    if (parameter) {
      const [, name = '', quoted, plain] = parameter;
      const value = quoted === undefined ? plain : quoted.replace(/\\(.)/g, '$1');
      const { parameters } = challenges.at(-1) as (typeof challenges)[number];
      const lower = name.toLowerCase();
      if (!parameters.has(lower)) parameters.set(lower, value ?? '');
      continue;
    }
    const scheme = next(SCHEME);
    if (!scheme) break;
    challenges.push({ scheme: (scheme[1] ?? '').toLowerCase(), parameters: new Map() });
  }
  return challenges;
}
