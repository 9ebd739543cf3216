// Signing in and out of remotes, for a host or a command: connects the flow, the store and the credentials.
import { createListeners } from '../../../base/listeners.ts';
import { readSettings } from '../../../config/settings-file.ts';
import { signInEnded, signInNotPossible, signInReplaced } from '../../../errors/sign-in.ts';
import type { Logger } from '../../../logging/logger.ts';
import type { Secrets, StoreKind } from '../../../secrets/secrets.ts';
import type { RemoteConfig } from '../../config.ts';
import type { Credential, Refusal } from '../credential.ts';
import { rulesOf } from './address-rules.ts';
import { readChallenge } from './challenge.ts';
import type { AddressRules } from './checked-addresses.ts';
import { discoverServer } from './discover.ts';
import { guardedFetch } from './guarded-fetch.ts';
import { absentCredential, oauthCredential } from './oauth-credential.ts';
import { revokeTokens } from './revoke.ts';
import { isSameAddress } from './said.ts';
import { openTokens, type SignInTokens } from './sign-in-tokens.ts';
import type { SignInOptions, SignInState, SignIns } from './sign-ins.ts';
import { aboutOf, entryOf, isEntryOf, parseAbout, parseStored, remoteOf } from './stored.ts';
import { termsOf } from './terms.ts';

export interface SignInServices {
  /** The remote of this name. @throws remote-unknown and similar errors */
  find(name: string): RemoteConfig;
  readonly secrets: Secrets;
  readonly secretsFile: string;
  readonly settingsFile: string;
  readonly env: NodeJS.ProcessEnv;
  readonly fetch: typeof fetch;
  readonly logger: Logger;
  know(secret: string): void;
  /** For tests; by default the system's own. */
  readonly resolve?: AddressRules['resolve'] | undefined;
}

export function openSignIns(services: SignInServices): SignIns {
  const { find, secrets, logger } = services;
  const listeners = createListeners<[names: ReadonlySet<string>]>();
  const running = new Map<string, AbortController>();
  /** The challenges of remotes that asked for a sign-in while nobody was signed in, by entry. */
  const asked = new Map<string, Refusal>();
  const opened = new Map<string, SignInTokens>();
  const tell = (name: string) => listeners.tell(new Set([name]));
  const stopWatching = secrets.onChanged((entries) => {
    const names = [...entries].flatMap((entry) => remoteOf(entry) ?? []);
    for (const entry of entries) asked.delete(entry);
    if (names.length > 0) listeners.tell(new Set(names));
  });

  const termsFor = (remote: RemoteConfig) =>
    termsOf(remote, readSettings(services.settingsFile).remotes?.[remote.name]?.oauth ?? {}, services.env);

  const rulesFor = (name: string, url: string) => rulesOf(name, url, services);

  function tokensOf(name: string, url: string): SignInTokens {
    const entry = entryOf(name, url);
    const tokens = opened.get(entry) ?? openTokens({ name, url, entry }, { ...services, rulesFor });
    opened.set(entry, tokens);
    return tokens;
  }

  const guardFor = (name: string, url: string) => {
    const rules = rulesFor(name, url);
    return { rules, fetch: guardedFetch(rules, { fetch: services.fetch }) };
  };

  async function signIn(name: string, options: SignInOptions): Promise<StoreKind> {
    const terms = termsFor(find(name));
    const entry = entryOf(name, terms.url);
    running.get(name)?.abort(signInReplaced(name));
    const controller = new AbortController();
    running.set(name, controller);
    tell(name);
    try {
      // Do not open a browser if there is no place to store the tokens.
      await secrets.place();
      const earlier = await secrets.get(entry);
      // Imports an HTTP server, which most starts do not need.
      const { runSignIn } = await import('./flow.ts');
      const result = await runSignIn({
        ...options,
        ...services,
        rules: rulesFor(name, terms.url),
        terms,
        earlier: earlier === undefined ? undefined : parseStored(earlier),
        challenge: asked.get(entry)?.challenge,
        doubtClient: (isDoubtful) => tokensOf(name, terms.url).doubtClient(isDoubtful),
        moreScope: parseAbout(secrets.about(entry))?.needs?.scope,
        signal: options.signal ? AbortSignal.any([options.signal, controller.signal]) : controller.signal,
      });
      const { account } = result;
      const since = new Date().toISOString();
      const about = aboutOf(result.signIn, { since, ...(account !== undefined && { account }) });
      asked.delete(entry);
      const kept = await secrets.set(entry, about, JSON.stringify(result.signIn));
      logger.info('signed-in', { remote: name, issuer: about.issuer, kept });
      return kept;
    } catch (error) {
      logger.warn('sign-in-failed', { remote: name, message: (error as Error).message });
      throw error;
    } finally {
      if (running.get(name) === controller) running.delete(name);
      tell(name);
    }
  }

  async function isStillIssuer(remote: RemoteConfig, refusal: Refusal): Promise<boolean> {
    const terms = termsFor(remote);
    const { metadataUrl } = readChallenge(refusal.challenge, terms.url);
    const { issuer } = await discoverServer(terms, metadataUrl, guardFor(terms.name, terms.url));
    const before = parseAbout(secrets.about(entryOf(terms.name, terms.url)))?.issuer;
    return before !== undefined && isSameAddress(issuer, before);
  }

  function credentialOf(remote: RemoteConfig): Credential | undefined {
    const { name, transport } = remote;
    if (transport.kind !== 'http') return undefined;
    const entry = entryOf(name, transport.url);
    if (secrets.about(entry) === undefined) return undefined;
    return oauthCredential({
      name,
      url: transport.url,
      tokens: tokensOf(name, transport.url),
      isStillIssuer: (refusal) => isStillIssuer(remote, refusal),
      scope: () => parseAbout(secrets.about(entry))?.scopes.join(' '),
    });
  }

  return {
    stateOf(name) {
      if (running.has(name)) return { kind: 'signing-in' };
      try {
        const { transport } = find(name);
        return transport.kind === 'http' ? stateOfEntry(entryOf(name, transport.url)) : { kind: 'none' };
      } catch {
        return { kind: 'none' };
      }
    },
    signIn,
    async signOut(name) {
      running.get(name)?.abort(signInEnded(name));
      const entries = secrets.names().filter((entry) => isEntryOf(entry, name));
      if (entries.length === 0) {
        if (find(name).transport.kind !== 'http') throw signInNotPossible(name);
        return { kind: 'nothing' };
      }
      const problems: string[] = [];
      for (const entry of entries) {
        const text = await secrets.get(entry).catch(() => undefined);
        const stored = text === undefined ? undefined : parseStored(text);
        const url = entry.slice(entryOf(name, '').length);
        const problem = stored
          ? await revokeTokens(stored, guardFor(name, url).fetch)
          : 'what was kept of it cannot be read';
        secrets.delete(entry);
        opened.delete(entry);
        if (problem !== undefined) problems.push(problem);
      }
      logger.info('signed-out', { remote: name, problem: problems[0] });
      return { kind: 'forgotten', notRevoked: problems[0] };
    },
    onChanged: listeners.add,
    credentialOf,
    withoutCredential(remote) {
      const { name, transport } = remote;
      const entry = transport.kind === 'http' ? entryOf(name, transport.url) : '';
      return absentCredential({
        name,
        // Someone may have signed in since.
        headers: async () => await credentialOf(remote)?.headers(),
        onRefused(refusal) {
          if (secrets.about(entry) !== undefined) return;
          const isNew = !asked.has(entry);
          asked.set(entry, refusal);
          if (isNew) tell(name);
        },
      });
    },
    close() {
      stopWatching();
      for (const controller of running.values()) controller.abort(new Error('Patchbay is stopping'));
    },
  };

  function stateOfEntry(entry: string): SignInState {
    const about = parseAbout(secrets.about(entry));
    const why = about?.needs?.why ?? (asked.has(entry) ? 'the server asks for it' : undefined);
    if (why !== undefined) return { kind: 'needs-sign-in', why: sentence(why) };
    if (!about) return { kind: 'none' };
    const { account, issuer, scopes, since, until } = about;
    if (until !== undefined && new Date(until) < new Date())
      return { kind: 'needs-sign-in', why: 'It has expired.' };
    return {
      kind: 'signed-in',
      account,
      issuer,
      scopes,
      since: new Date(since),
      until: until === undefined ? undefined : new Date(until),
      kept: secrets.keptIn(entry) ?? 'memory',
    };
  }
}

function sentence(clause: string): string {
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`;
}
