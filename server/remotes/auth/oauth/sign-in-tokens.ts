// The tokens of one sign-in: read from the store and renewed in time, once for all waiting callers and by one process
// at a time.
import { hash } from 'node:crypto';
import type { AuthorizationServerMetadata } from '@modelcontextprotocol/client';
import { backOffMs } from '../../../base/back-off.ts';
import { PatchbayError } from '../../../errors/error.ts';
import { signInNeeded, signInNotRenewed } from '../../../errors/sign-in.ts';
import { whileLocked } from '../../../files/file-lock.ts';
import type { Logger } from '../../../logging/logger.ts';
import type { Secrets } from '../../../secrets/secrets.ts';
import type { AddressRules } from './checked-addresses.ts';
import { GrantRefused, tokenFetch } from './grants.ts';
import { ANSWER_TIMEOUT_MS, guardedFetch } from './guarded-fetch.ts';
import { NotThere, unreachableBecause } from './not-there.ts';
import { type AboutSignIn, aboutOf, parseAbout, parseStored, type StoredSignIn } from './stored.ts';

export interface TokenServices {
  readonly secrets: Secrets;
  /** The locks are placed beside this file. */
  readonly secretsFile: string;
  readonly fetch: typeof fetch;
  /** The remote's rules, from the current config.toml. */
  rulesFor(name: string, url: string): AddressRules;
  readonly logger: Logger;
  know(secret: string): void;
}

export interface SignInTokens {
  /**
   * A token that is valid for a while, renewed if necessary.
   * @throws sign-in-needed, sign-in-not-renewed, keychain-missing
   */
  access(): Promise<string>;
  /**
   * Gets a different token than this one, which was refused.
   * @returns whether there is one
   * @throws sign-in-not-renewed, keychain-missing
   */
  renew(refused: string): Promise<boolean>;
  /** Whether a person has to sign in again, as far as we know. */
  hasGivenUp(): boolean;
  /** Notes that a person has to sign in again. @param scope the scope to request then */
  giveUp(why: string, scope?: string): Promise<void>;
  /** Notes whether the server may have forgotten the client; then the next sign-in registers another one. */
  doubtClient(isDoubtful: boolean): Promise<void>;
}

/** A token is renewed this long before it expires, or a tenth of its lifetime if that is shorter. */
const LONGEST_SKEW_MS = 60_000;
const LONGEST_RENEWAL_MS = ANSWER_TIMEOUT_MS + 5000;
/** If a token is refused right after a renewal, another would be refused too. */
const FRESH_MS = 10_000;
/** RFC 6749 §5.2: errors that no retry changes. */
const FINAL = ['invalid_grant', 'invalid_client', 'unauthorized_client', 'unsupported_grant_type'];
const ABOUT_CLIENT = ['invalid_client', 'unauthorized_client'];
/** This many other refusals in a row count as final. */
const MAX_REFUSALS = 2;
/** The pause after a failure; doubled after each further one. */
const LONGEST_PAUSE_MS = 60_000;

/** The outcome of renewing with one refresh token. */
interface Trouble {
  readonly refreshToken: string;
  readonly failures: number;
  readonly refusals: number;
  readonly why: string;
  /** Until this time, it is everyone's answer. */
  readonly until: number;
}

type Held = StoredSignIn & { readonly tokens: NonNullable<StoredSignIn['tokens']> };

/** @param entry the sign-in's name in the store */
export function openTokens(
  remote: { readonly name: string; readonly url: string; readonly entry: string },
  services: TokenServices,
): SignInTokens {
  const { name, url, entry } = remote;
  const { secrets, logger, know } = services;
  const lock = `${services.secretsFile}.${hash('sha256', entry).slice(0, 16)}`;
  let renewing: Promise<Held> | undefined;
  let renewedAt = 0;
  let trouble: Trouble | undefined;

  async function load(): Promise<StoredSignIn | undefined> {
    const text = await secrets.get(entry);
    const stored = text === undefined ? undefined : parseStored(text);
    for (const secret of [stored?.tokens?.access, stored?.tokens?.refresh, stored?.client.client_secret]) {
      if (secret) know(secret);
    }
    return stored;
  }

  const about = (): AboutSignIn | undefined => parseAbout(secrets.about(entry));

  async function held(): Promise<Held> {
    const stored = await load();
    if (stored?.tokens) return stored as Held;
    throw signInNeeded(name, about()?.needs?.why ?? 'what was kept of the last one cannot be read');
  }

  async function store(signIn: StoredSignIn, needs?: AboutSignIn['needs']): Promise<void> {
    const { account, since } = about() ?? { since: new Date().toISOString() };
    const known = { ...(account !== undefined && { account }), since, ...(needs && { needs }) };
    await secrets.set(entry, aboutOf(signIn, known), JSON.stringify(signIn));
  }

  async function giveUp(why: string, scope?: string): Promise<void> {
    const stored = await load();
    const before = about()?.needs;
    if (!stored || (before?.why === why && before.scope === scope)) return;
    await store(stored, { why, ...(scope !== undefined && { scope }) });
    logger.warn('sign-in-needed', { remote: name, message: why });
  }

  /** @param refused the token that is no longer valid */
  async function renewNow(refused: string): Promise<Held> {
    return await whileLocked(lock, LONGEST_RENEWAL_MS, async () => {
      const current = await held();
      // Another process was quicker.
      if (current.tokens.access !== refused) return current;
      if (current.tokens.refresh === undefined) {
        await forgetTokens(current, 'it has expired');
        throw signInNeeded(name, 'it has expired');
      }
      return await exchange(current, current.tokens.refresh);
    });
  }

  async function forgetTokens({ tokens: _, ...rest }: StoredSignIn, why: string): Promise<void> {
    await store(rest, { why });
    logger.warn('sign-in-needed', { remote: name, message: why });
  }

  async function exchange(current: Held, refreshToken: string): Promise<Held> {
    const before = trouble?.refreshToken === refreshToken ? trouble : undefined;
    if (before && Date.now() < before.until) {
      throw signInNotRenewed(name, before.why, before.until - Date.now());
    }
    try {
      const renewed = await askForRenewal(current, refreshToken);
      trouble = undefined;
      return renewed;
    } catch (error) {
      if (!isAnswer(error)) throw error;
      const why = whyNotRenewed(error);
      const isRefusal = error instanceof GrantRefused && !error.isTemporary;
      const refusals = (before?.refusals ?? 0) + (isRefusal ? 1 : 0);
      const isFinal = error instanceof GrantRefused && FINAL.includes(error.code ?? '');
      if (isFinal || refusals >= MAX_REFUSALS) {
        const isAboutClient = error instanceof GrantRefused && ABOUT_CLIENT.includes(error.code ?? '');
        const { client } = current;
        await forgetTokens(
          { ...current, client: isAboutClient ? { ...client, isDoubtful: true } : client },
          why,
        );
        throw signInNeeded(name, why);
      }
      const failures = (before?.failures ?? 0) + 1;
      const pauseMs = backOffMs(failures, { longestMs: LONGEST_PAUSE_MS });
      trouble = { refreshToken, failures, refusals, why, until: Date.now() + pauseMs };
      throw signInNotRenewed(name, why, pauseMs);
    }
  }

  async function askForRenewal(current: Held, refreshToken: string): Promise<Held> {
    const { refreshAuthorization } = await import('@modelcontextprotocol/client');
    const guarded = guardedFetch(services.rulesFor(name, url), { fetch: services.fetch });
    const { server, resource } = current;
    const fresh = await refreshAuthorization(server.url, {
      metadata: server.metadata as unknown as AuthorizationServerMetadata,
      clientInformation: current.client,
      refreshToken,
      fetchFn: tokenFetch(guarded),
      ...(resource !== undefined && { resource }),
    });
    const { access_token: access, refresh_token: refresh = refreshToken, expires_in: expiresIn } = fresh;
    const obtainedAt = Date.now();
    const tokens = {
      access,
      refresh,
      obtainedAt,
      ...(expiresIn !== undefined && { expiresAt: obtainedAt + expiresIn * 1000 }),
    };
    for (const secret of [access, refresh]) know(secret);
    // A server that renews a client's token still knows the client.
    const { isDoubtful: _, ...client } = current.client;
    const renewed = { ...current, client, tokens, ...(fresh.scope !== undefined && { scope: fresh.scope }) };
    await store(renewed);
    renewedAt = obtainedAt;
    logger.info('sign-in-renewed', { remote: name });
    return renewed;
  }

  function renewOnce(refused: string): Promise<Held> {
    renewing ??= renewNow(refused).finally(() => {
      renewing = undefined;
    });
    return renewing;
  }

  return {
    giveUp,
    hasGivenUp: () => about()?.needs !== undefined,
    async doubtClient(isDoubtful) {
      await whileLocked(lock, LONGEST_RENEWAL_MS, async () => {
        const stored = await load();
        if (!stored || (stored.client.isDoubtful ?? false) === isDoubtful) return;
        const { isDoubtful: _, ...client } = stored.client;
        const changed = { ...stored, client: { ...client, ...(isDoubtful && { isDoubtful }) } };
        await store(changed, about()?.needs);
      });
    },
    async access() {
      const current = await held();
      const { access, refresh, obtainedAt, expiresAt } = current.tokens;
      if (expiresAt === undefined) return access;
      const skewMs = Math.min(LONGEST_SKEW_MS, (expiresAt - obtainedAt) / 10);
      if (Date.now() < expiresAt - skewMs) return access;
      const isOver = Date.now() >= expiresAt;
      // A token that cannot be renewed is used until it expires.
      if (!isOver && refresh === undefined) return access;
      try {
        return (await renewOnce(access)).tokens.access;
      } catch (error) {
        const isLater = error instanceof PatchbayError && error.code === 'sign-in-not-renewed';
        if (isOver || !isLater) throw error;
        return access;
      }
    },
    async renew(refused) {
      const current = (await load())?.tokens;
      if (!current) return false;
      if (current.access !== refused) return true;
      const isFresh = Date.now() - renewedAt < FRESH_MS;
      if (current.refresh === undefined || isFresh) return false;
      await renewOnce(refused);
      return true;
    },
  };
}

function isAnswer(error: unknown): error is GrantRefused | NotThere {
  return error instanceof GrantRefused || error instanceof NotThere;
}

function whyNotRenewed(error: GrantRefused | NotThere): string {
  if (error instanceof NotThere) return unreachableBecause(error);
  const said = error.code ?? error.status;
  return error.isTemporary
    ? `the authorization server is not able to just now (${said})`
    : `the authorization server does not renew it any more (${said})`;
}
