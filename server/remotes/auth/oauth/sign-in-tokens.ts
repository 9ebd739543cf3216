// The tokens of one sign-in while it lasts: read from the store, renewed in time, once for all who wait, and by one
// process at a time.
import { hash } from 'node:crypto';
import type { AuthorizationServerMetadata } from '@modelcontextprotocol/client';
import { backOffMs } from '../../../base/back-off.ts';
import { PatchbayError, signInNeeded, signInNotRenewed } from '../../../errors/errors.ts';
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
  /** Beside it lie the locks. */
  readonly secretsFile: string;
  readonly fetch: typeof fetch;
  /** Of the remote, as config.toml is now. */
  rulesFor(name: string, url: string): AddressRules;
  readonly logger: Logger;
  know(secret: string): void;
}

export interface SignInTokens {
  /**
   * One that is good for a while, renewed if need be.
   * @throws sign-in-needed, sign-in-not-renewed, keychain-missing
   */
  access(): Promise<string>;
  /**
   * Another one than this, which was refused.
   * @returns whether there is one
   * @throws sign-in-not-renewed, keychain-missing
   */
  renew(refused: string): Promise<boolean>;
  /** Whether a person has to sign in again, as far as is known. */
  hasGivenUp(): boolean;
  /** Says that a person has to sign in again. @param scope what that has to ask for */
  giveUp(why: string, scope?: string): Promise<void>;
  /** Notes whether the server may have forgotten the client: then the next sign-in registers another. */
  doubtClient(isDoubtful: boolean): Promise<void>;
}

/** Renewed this long before its end, or a tenth of its life if that is shorter. */
const LONGEST_SKEW_MS = 60_000;
const LONGEST_RENEWAL_MS = ANSWER_TIMEOUT_MS + 5000;
/** One that was refused right after a renewal: another would be refused too. */
const FRESH_MS = 10_000;
/** RFC 6749 §5.2: what no later try changes. */
const FINAL = ['invalid_grant', 'invalid_client', 'unauthorized_client', 'unsupported_grant_type'];
const ABOUT_CLIENT = ['invalid_client', 'unauthorized_client'];
/** Refusals that say nothing final: so many in a row are taken for one. */
const MAX_REFUSALS = 2;
/** After a failure; doubled with each one that follows. */
const LONGEST_PAUSE_MS = 60_000;

/** What came of trying to renew with one refresh token. */
interface Trouble {
  readonly refreshToken: string;
  readonly failures: number;
  readonly refusals: number;
  readonly why: string;
  /** Until then it is everybody's answer. */
  readonly until: number;
}

type Held = StoredSignIn & { readonly tokens: NonNullable<StoredSignIn['tokens']> };

/** @param entry its name in the store */
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

  /** @param refused the one that does not count any more */
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
    // A server that renews for a client knows it.
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
      // Without a way to renew it, it is used to its end.
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
