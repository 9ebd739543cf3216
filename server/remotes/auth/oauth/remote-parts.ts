// What a sign-in to one remote works with, as the settings and config.toml are now.
import { readSettings } from '../../../config/settings-file.ts';
import type { Logger } from '../../../logging/logger.ts';
import type { Secrets } from '../../../secrets/secrets.ts';
import type { RemoteConfig } from '../../config.ts';
import { rulesOf } from './address-rules.ts';
import type { AddressRules } from './checked-addresses.ts';
import { guardedFetch } from './guarded-fetch.ts';
import { openTokens, type SignInTokens } from './sign-in-tokens.ts';
import { entryOf } from './stored.ts';
import { type SignInTerms, termsOf } from './terms.ts';

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

/** A remote is told by its name and by the address that is, or was, signed in to. */
export interface RemoteParts {
  /** @throws sign-in-not-possible, sign-in-not-used, credential-missing, file-broken */
  termsOf(remote: RemoteConfig): SignInTerms;
  rulesOf(name: string, url: string): AddressRules;
  /** A `fetch` that goes only where these rules let it. */
  guardOf(name: string, url: string): { rules: AddressRules; fetch: typeof fetch };
  /** The same ones each time: one renewal serves all who wait. */
  tokensOf(name: string, url: string): SignInTokens;
  forgetTokens(entry: string): void;
}

export function createRemoteParts(services: SignInServices): RemoteParts {
  const opened = new Map<string, SignInTokens>();
  const rulesFor = (name: string, url: string) => rulesOf(name, url, services);

  return {
    termsOf(remote) {
      const settings = readSettings(services.settingsFile).remotes?.[remote.name]?.oauth ?? {};
      return termsOf(remote, settings, services.env);
    },
    rulesOf: rulesFor,
    guardOf(name, url) {
      const rules = rulesFor(name, url);
      return { rules, fetch: guardedFetch(rules, { fetch: services.fetch }) };
    },
    tokensOf(name, url) {
      const entry = entryOf(name, url);
      const tokens = opened.get(entry) ?? openTokens({ name, url, entry }, { ...services, rulesFor });
      opened.set(entry, tokens);
      return tokens;
    },
    forgetTokens: (entry) => void opened.delete(entry),
  };
}
