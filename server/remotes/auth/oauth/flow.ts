// Signing in: finds the authorization server, sends the person there, waits for the browser to return, and exchanges
// the code for tokens. The SDK makes OAuth's requests; this code checks addresses, answers and time limits.
import { randomBytes } from 'node:crypto';
import { abortAfter } from '../../../base/deadline.ts';
import { signInDenied, signInFailed, signInOtherIssuer, signInTimedOut } from '../../../errors/sign-in.ts';
import { type Callback, isOneAnswer, listenForCallback } from './callback.ts';
import { signInErrorOf, wordsForRefusal } from './causes.ts';
import { askForChallenge, readChallenge } from './challenge.ts';
import { type AddressRules, checkAddress } from './checked-addresses.ts';
import { type Discovered, discoverServer } from './discover.ts';
import { type FlowResult, resultOf } from './flow-result.ts';
import { codeIn, entraCodeIn, GrantRefused, tokenFetch } from './grants.ts';
import { guardedFetch } from './guarded-fetch.ts';
import { type ChosenClient, chooseClient } from './oauth-clients.ts';
import type { SignInOptions } from './sign-ins.ts';
import type { StoredSignIn } from './stored.ts';
import type { SignInTerms } from './terms.ts';

export interface FlowOptions extends Omit<SignInOptions, 'signal'> {
  readonly terms: SignInTerms;
  readonly earlier: StoredSignIn | undefined;
  /** The remote's challenge; if absent, the remote is asked. */
  readonly challenge: string | undefined;
  /** In addition to those the remote asks for. */
  readonly moreScope: string | undefined;
  readonly fetch: typeof fetch;
  readonly rules: AddressRules;
  readonly signal: AbortSignal;
  /** Receives every secret of the flow. */
  know(secret: string): void;
  /** Whether the server may have forgotten the reused client of an earlier sign-in. */
  doubtClient(isDoubtful: boolean): Promise<void>;
}

interface Step extends FlowOptions {
  readonly discovered: Discovered;
  readonly scope: string | undefined;
  readonly state: string;
  readonly callback: Callback;
  /** A fetch that checks every address. */
  readonly guarded: typeof fetch;
}

const LONGEST_MS = 600_000;

/** @throws sign-in-failed, sign-in-unsafe, sign-in-timed-out, callback-…, or the signal's reason */
export async function runSignIn(options: FlowOptions): Promise<FlowResult> {
  const { terms, earlier, rules, fetch } = options;
  const signal = abortAfter(LONGEST_MS, [options.signal], () => signInTimedOut(terms.name, LONGEST_MS));
  const state = randomBytes(32).toString('base64url');
  options.know(state);
  const guarded = guardedFetch(rules, { fetch, signal });
  let callback: Callback | undefined;
  try {
    const found = await find({ ...options, signal }, guarded);
    callback = await listenForCallback({
      name: terms.name,
      url: terms.callbackUrl,
      port: terms.callbackPort,
      preferredPort: earlier && Number(new URL(earlier.redirectUrl).port),
      state,
    });
    return await authorize({ ...options, ...found, signal, state, callback, guarded });
  } catch (error) {
    signal.throwIfAborted();
    throw signInErrorOf(error, terms.name);
  } finally {
    callback?.close();
  }
}

async function find(
  options: FlowOptions,
  guarded: typeof fetch,
): Promise<Pick<Step, 'discovered' | 'scope'>> {
  const { terms, rules, scopes, signal } = options;
  const { computeScopeUnion } = await import('@modelcontextprotocol/client');
  const challenge =
    options.challenge === undefined
      ? await askForChallenge(terms, options.fetch, signal)
      : readChallenge(options.challenge, terms.url);
  const discovered = await discoverServer(terms, challenge.metadataUrl, { fetch: guarded, rules });
  const named = (scopes ?? terms.scopes)?.join(' ') || challenge.scope;
  // Without this, a sign-in for more scopes would lose those granted earlier.
  const wanted = options.moreScope === undefined ? named : computeScopeUnion(named, options.moreScope);
  return { discovered, scope: withRefresh(wanted || discovered.scopes?.join(' '), discovered) };
}

/** If the server knows `offline_access`, it must be requested to get a refresh token (SEP-2207). */
function withRefresh(scope: string | undefined, { metadata }: Discovered): string | undefined {
  const isOffered = metadata?.scopes_supported?.includes('offline_access');
  return scope && isOffered && !scope.split(' ').includes('offline_access')
    ? `${scope} offline_access`
    : scope || undefined;
}

async function authorize(step: Step): Promise<FlowResult> {
  const { terms, rules, discovered, scope, state, guarded, know, registration = 'auto' } = step;
  const { serverUrl, resource } = discovered;
  if (step.clientSecret !== undefined) know(step.clientSecret);
  const { startAuthorization, exchangeAuthorization } = await import('@modelcontextprotocol/client');
  const metadata = withCodeFlow(discovered, terms.name);
  const chosen = await chooseClient({
    ...step,
    registration,
    clientSecret: step.clientSecret,
    fetch: guarded,
  });
  const common = {
    ...(metadata && { metadata }),
    ...(resource !== undefined && { resource }),
    clientInformation: chosen.client,
  };
  const { authorizationUrl, codeVerifier } = await startAuthorization(serverUrl, {
    ...common,
    redirectUrl: chosen.redirectUrl,
    state,
    ...(scope !== undefined && { scope }),
  });
  for (const secret of [chosen.client.client_secret, codeVerifier]) if (secret) know(secret);
  await checkAddress(authorizationUrl, 'authorization_endpoint', rules);
  const code = codeFrom(await answerFor(step, chosen, authorizationUrl), step, chosen);
  know(code);
  try {
    const tokens = await exchangeAuthorization(serverUrl, {
      ...common,
      authorizationCode: code,
      codeVerifier,
      redirectUri: chosen.redirectUrl,
      // Already checked.
      ...(metadata && { iss: metadata.issuer }),
      fetchFn: tokenFetch(guarded),
    });
    for (const secret of [tokens.access_token, tokens.refresh_token, tokens.id_token])
      if (secret) know(secret);
    return resultOf(tokens, { discovered, chosen, asked: scope });
  } catch (error) {
    if (!(error instanceof GrantRefused)) throw error;
    if (chosen.way === 'known' && isAboutClient(error.code)) await step.doubtClient(true);
    throw signInFailed(terms.name, wordsForRefusal(error, { terms, resource, way: chosen.way }));
  }
}

/** @throws sign-in-failed when the server offers nothing that we can use */
function withCodeFlow({ metadata }: Discovered, name: string): Discovered['metadata'] {
  const { response_types_supported: types, code_challenge_methods_supported: methods } = metadata ?? {};
  const lacks =
    types && !types.includes('code')
      ? 'no sign-in with a code'
      : methods && !methods.includes('S256') && 'no PKCE with S256';
  if (!lacks) return metadata;
  throw signInFailed(name, {
    why: `its authorization server offers ${lacks}`,
    fix: `Ask whoever runs it, or give the MCP server a token with \`bearer_token_env_var\` in [mcp_servers.${name}].`,
  });
}

/**
 * Opens the browser. Until it returns, a reused client is in doubt: a server that has forgotten it shows an error page
 * that leads nowhere, and the next sign-in must not use that client again.
 */
async function answerFor(step: Step, { way }: ChosenClient, url: URL): Promise<URLSearchParams> {
  const { callback, signal, pasted, doubtClient } = step;
  if (way === 'known') await doubtClient(true);
  const answer = callback.answer(signal);
  answer.catch(() => undefined);
  if (pasted) void takePasted(pasted, callback);
  await step.openUrl(url.href);
  const parameters = await answer;
  checkIssuer(parameters, step);
  if (way === 'known' && !isAboutClient(parameters.get('error'))) await doubtClient(false);
  return parameters;
}

async function takePasted(next: () => Promise<string | undefined>, callback: Callback): Promise<void> {
  for (let line = await next(); line !== undefined; line = await next()) {
    if (callback.take(line.trim())) return;
  }
}

/**
 * Checked before anything else in the answer (RFC 9207). Not even a slash may differ here, because the metadata are
 * that server's own.
 */
function checkIssuer(parameters: URLSearchParams, { discovered, terms }: Step): void {
  const { metadata } = discovered;
  if (!metadata) return;
  const iss = parameters.get('iss');
  const isPromised = metadata['authorization_response_iss_parameter_supported'] === true;
  if (iss === null ? !isPromised : iss === metadata.issuer) return;
  throw signInOtherIssuer(terms.name, metadata.issuer);
}

/** @throws sign-in-denied, sign-in-failed */
function codeFrom(parameters: URLSearchParams, { terms, discovered }: Step, { way }: ChosenClient): string {
  if (!isOneAnswer(parameters)) {
    throw signInFailed(terms.name, {
      why: 'the browser came back without exactly one `code` or `error`',
      fix: 'Start again. If that does not help, ask whoever runs its authorization server.',
    });
  }
  const code = parameters.get('code');
  if (code) return code;
  const error = parameters.get('error');
  if (error === 'access_denied') throw signInDenied(terms.name);
  const refusal = { code: codeIn(error), entraCode: entraCodeIn(parameters.get('error_description')) };
  const { resource } = discovered;
  throw signInFailed(terms.name, wordsForRefusal(refusal, { terms, resource, way }));
}

function isAboutClient(code: string | null | undefined): boolean {
  return code === 'invalid_client' || code === 'unauthorized_client';
}
