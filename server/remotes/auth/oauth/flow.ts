// Signing in: finds the authorization server, sends the person there, waits for the browser to come back, and exchanges
// the code for tokens. The SDK does OAuth's own part; addresses, answers and time are watched here.
import type { OAuthServerInfo } from '@modelcontextprotocol/client';
import {
  messageOf,
  PatchbayError,
  signInDenied,
  signInFailed,
  signInTimedOut,
  signInUnsafe,
} from '../../../errors.ts';
import { type AddressRules, checkAddress } from './addresses.ts';
import { type Callback, listenForCallback } from './callback.ts';
import { askForChallenge, readChallenge } from './challenge.ts';
import { discoverServer } from './discover.ts';
import { guardedFetch } from './guarded-fetch.ts';
import { type FlowResult, resultOf } from './outcome.ts';
import { createProvider, newState } from './provider.ts';
import type { SignInOptions } from './sign-ins.ts';
import type { StoredSignIn } from './stored.ts';
import type { SignInTerms } from './terms.ts';

export interface FlowOptions extends Omit<SignInOptions, 'signal'> {
  readonly terms: SignInTerms;
  readonly earlier: StoredSignIn | undefined;
  /** What the remote said when it refused a request; else it is asked. */
  readonly challenge: string | undefined;
  /** Besides those the remote asks for. */
  readonly moreScope: string | undefined;
  readonly fetch: typeof fetch;
  readonly rules: AddressRules;
  readonly signal: AbortSignal;
  /** Every secret on the way. */
  know(secret: string): void;
}

const LONGEST_MS = 600_000;

/** @throws sign-in-failed, sign-in-unsafe, sign-in-timed-out, callback-…, or the signal's reason */
export async function runSignIn(options: FlowOptions): Promise<FlowResult> {
  const { terms, earlier } = options;
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(signInTimedOut(terms.name, LONGEST_MS)), LONGEST_MS);
  const signal = AbortSignal.any([options.signal, limit.signal]);
  const state = newState();
  options.know(state);
  let callback: Callback | undefined;
  try {
    const found = await find(options, signal);
    callback = await listenForCallback({
      name: terms.name,
      url: terms.callbackUrl,
      port: terms.callbackPort,
      preferredPort: earlier && Number(new URL(earlier.redirectUrl).port),
      state,
    });
    return await authorize({ ...options, signal }, { ...found, state, callback });
  } catch (error) {
    signal.throwIfAborted();
    throw asSignInError(terms.name, error);
  } finally {
    clearTimeout(timer);
    callback?.close();
  }
}

interface Found {
  readonly info: OAuthServerInfo;
  readonly scope: string | undefined;
  readonly fetchFn: typeof fetch;
}

async function find(options: FlowOptions, signal: AbortSignal): Promise<Found> {
  const { terms, rules, fetch, scopes } = options;
  const { computeScopeUnion } = await import('@modelcontextprotocol/client');
  const guard = guardedFetch(rules, { fetch, signal });
  const challenge =
    options.challenge === undefined
      ? await askForChallenge(terms, fetch, signal)
      : await readChallenge(options.challenge);
  const info = await discoverServer(terms, challenge.metadataUrl, { guard, rules });
  const wanted = (scopes ?? terms.scopes)?.join(' ') || challenge.scope;
  // Without this a wider sign-in would lose what the earlier one was granted.
  const scope = options.moreScope === undefined ? wanted : computeScopeUnion(wanted, options.moreScope);
  return { info, scope, fetchFn: guard.fetch };
}

async function authorize(
  options: FlowOptions,
  { info, scope, fetchFn, state, callback }: Found & { state: string; callback: Callback },
): Promise<FlowResult> {
  const { terms, rules, earlier, registration = 'auto', clientSecret, know } = options;
  if (clientSecret !== undefined) know(clientSecret);
  const { auth } = await import('@modelcontextprotocol/client');
  if (registration === 'cimd' && !takesDocument(info, terms)) {
    throw signInFailed(
      terms.name,
      'it takes no client metadata document, or none is set (`clientMetadataUrl`)',
    );
  }
  const { redirectUrl } = callback;
  const provider = createProvider({
    terms,
    discovery: info,
    redirectUrl,
    state,
    registration,
    clientSecret,
    earlier,
  });
  const common = { serverUrl: terms.url, fetchFn, ...(scope !== undefined && { scope }) };
  await auth(provider, { ...common, forceReauthorization: true });
  const { authorizationUrl, client, codeVerifier } = provider.outcome;
  for (const secret of [client?.client_secret, codeVerifier]) if (secret) know(secret);
  if (!authorizationUrl) throw new Error('it gave no address to sign in at');
  await checkAddress(authorizationUrl, 'authorization_endpoint', rules);
  const parameters = await askPerson(options, authorizationUrl, callback);
  const code = await codeIn(parameters, info, terms.name);
  know(code);
  const iss = parameters.get('iss');
  await auth(provider, { ...common, authorizationCode: code, ...(iss !== null && { iss }) });
  return resultOf(provider, { info, redirectUrl, asked: authorizationUrl.searchParams, know });
}

async function askPerson(options: FlowOptions, url: URL, callback: Callback): Promise<URLSearchParams> {
  const { signal, pasted } = options;
  const answer = callback.answer(signal);
  answer.catch(() => undefined);
  if (pasted) void takePasted(pasted, callback);
  await options.openUrl(url.href);
  return await answer;
}

async function takePasted(next: () => Promise<string | undefined>, callback: Callback): Promise<void> {
  for (let line = await next(); line !== undefined; line = await next()) {
    if (callback.take(line.trim())) return;
  }
}

/** The issuer is checked before anything else of the answer is looked at (RFC 9207). */
async function codeIn(parameters: URLSearchParams, info: OAuthServerInfo, name: string): Promise<string> {
  const { validateAuthorizationResponseIssuer } = await import('@modelcontextprotocol/client');
  const metadata = info.authorizationServerMetadata;
  const supported: unknown = metadata?.['authorization_response_iss_parameter_supported'];
  validateAuthorizationResponseIssuer({
    iss: parameters.get('iss') ?? undefined,
    expectedIssuer: metadata?.issuer,
    issParameterSupported: supported === true,
  });
  const code = parameters.get('code');
  if (code) return code;
  const error = parameters.get('error') ?? '';
  if (error === 'access_denied') throw signInDenied(name);
  const isPlain = /^[a-z_]{1,60}$/.test(error);
  throw signInFailed(
    name,
    isPlain ? `the authorization server answered ${error}` : 'the browser came back without a code',
  );
}

function takesDocument(info: OAuthServerInfo, terms: SignInTerms): boolean {
  const supported: unknown = info.authorizationServerMetadata?.['client_id_metadata_document_supported'];
  return supported === true && terms.clientMetadataUrl !== undefined;
}

function asSignInError(name: string, error: unknown): unknown {
  if (error instanceof PatchbayError) return error;
  const { name: kind, expected } = error as { name?: string; expected?: string };
  if (kind === 'IssuerMismatchError') {
    // What was received instead may be an attacker's text.
    const why = `the authorization server is not the one it says it is (expected ${expected})`;
    return signInUnsafe(name, 'iss', undefined, why);
  }
  return signInFailed(name, messageOf(error).split('\n')[0]?.slice(0, 300) ?? '', error);
}
