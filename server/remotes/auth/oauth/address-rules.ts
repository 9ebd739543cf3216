// Where the sign-in of one remote may lead, according to the current config.toml.
import type { RemoteConfig } from '../../config.ts';
import type { AddressRules } from './checked-addresses.ts';

interface RuleServices {
  find(name: string): RemoteConfig;
  readonly resolve?: AddressRules['resolve'];
}

/** @param url the address of the current or earlier sign-in */
export function rulesOf(name: string, url: string, { find, resolve }: RuleServices): AddressRules {
  return { name, remoteUrl: new URL(url), resolve, trustedOrigin: trustedOriginOf(name, find) };
}

function trustedOriginOf(name: string, find: RuleServices['find']): string | undefined {
  try {
    const { transport } = find(name);
    const issuer = transport.kind === 'http' ? transport.oauth.issuer : undefined;
    return issuer !== undefined && URL.canParse(issuer) ? new URL(issuer).origin : undefined;
  } catch {
    // The remote is no longer configured, or its table is broken.
    return undefined;
  }
}
