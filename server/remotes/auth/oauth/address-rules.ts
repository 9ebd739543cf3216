// Where the sign-in of one remote may lead, as config.toml is now.
import type { RemoteConfig } from '../../config.ts';
import type { AddressRules } from './checked-addresses.ts';

interface RuleServices {
  find(name: string): RemoteConfig;
  readonly resolve?: AddressRules['resolve'];
}

/** @param url the address that is or was signed in to */
export function rulesOf(name: string, url: string, { find, resolve }: RuleServices): AddressRules {
  return { name, remoteUrl: new URL(url), resolve, trustedOrigin: trustedOriginOf(name, find) };
}

function trustedOriginOf(name: string, find: RuleServices['find']): string | undefined {
  try {
    const { transport } = find(name);
    const issuer = transport.kind === 'http' ? transport.oauth.issuer : undefined;
    return issuer !== undefined && URL.canParse(issuer) ? new URL(issuer).origin : undefined;
  } catch {
    // It is not configured any more, or not well.
    return undefined;
  }
}
