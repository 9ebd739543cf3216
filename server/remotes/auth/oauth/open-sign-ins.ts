// Signing in and out of remotes, for a host or a command: connects the flow, the store and the credentials.
import type { RemoteConfig } from '../../config.ts';
import type { Credential, Refusal } from '../credential.ts';
import { readChallenge } from './challenge.ts';
import { discoverServer } from './discover.ts';
import { absentCredential, oauthCredential } from './oauth-credential.ts';
import { createRemoteParts, type SignInServices } from './remote-parts.ts';
import { isSameAddress } from './said.ts';
import { createSignInStates } from './sign-in-states.ts';
import type { SignIns } from './sign-ins.ts';
import { signIn } from './signing-in.ts';
import { signOut } from './signing-out.ts';
import { entryOf, parseAbout } from './stored.ts';

export function openSignIns(services: SignInServices): SignIns {
  const { secrets } = services;
  const parts = createRemoteParts(services);
  const states = createSignInStates(services);
  const work = { services, parts, states };

  /** @throws what termsOf and discoverServer throw */
  async function isStillIssuer(remote: RemoteConfig, refusal: Refusal): Promise<boolean> {
    const terms = parts.termsOf(remote);
    const { metadataUrl } = readChallenge(refusal.challenge, terms.url);
    const { issuer } = await discoverServer(terms, metadataUrl, parts.guardOf(terms.name, terms.url));
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
      tokens: parts.tokensOf(name, transport.url),
      isStillIssuer: (refusal) => isStillIssuer(remote, refusal),
      scope: () => parseAbout(secrets.about(entry))?.scopes.join(' '),
    });
  }

  function withoutCredential(remote: RemoteConfig): Credential {
    const { name, transport } = remote;
    const entry = transport.kind === 'http' ? entryOf(name, transport.url) : '';
    return absentCredential({
      name,
      // Someone may have signed in since.
      headers: async () => await credentialOf(remote)?.headers(),
      onRefused: (refusal) => states.asked(name, entry, refusal),
    });
  }

  return {
    stateOf: states.stateOf,
    signIn: (name, options) => signIn(name, options, work),
    signOut: (name) => signOut(name, work),
    onChanged: states.onChanged,
    credentialOf,
    withoutCredential,
    close: states.close,
  };
}
