// Signing out of a remote: what the authorization server can revoke is revoked, and everything stored is forgotten, also
// headers that are kept for it, for every address the remote has had.
import { signInEnded, signInNotPossible } from '../../../errors/sign-in.ts';
import { openStoredHeaders } from '../../../secrets/stored-headers.ts';
import type { RemoteParts, SignInServices } from './remote-parts.ts';
import { revokeTokens } from './revoke.ts';
import type { SignInStates } from './sign-in-states.ts';
import type { SignOutResult } from './sign-ins.ts';
import { entryOf, isEntryOf, parseStored } from './stored.ts';

/** @throws remote-unknown, sign-in-not-possible */
export async function signOut(
  name: string,
  work: { services: SignInServices; parts: RemoteParts; states: SignInStates },
): Promise<SignOutResult> {
  const { services, parts, states } = work;
  const { find, secrets, logger } = services;
  states.abort(name, signInEnded(name));
  const hadHeaders = openStoredHeaders(secrets).forget(name);
  const entries = secrets.names().filter((entry) => isEntryOf(entry, name));
  if (entries.length === 0) {
    if (hadHeaders) return { kind: 'forgotten', notRevoked: undefined };
    if (find(name).transport.kind !== 'http') throw signInNotPossible(name);
    return { kind: 'nothing' };
  }
  const problems: string[] = [];
  for (const entry of entries) {
    const text = await secrets.get(entry).catch(() => undefined);
    const stored = text === undefined ? undefined : parseStored(text);
    const url = entry.slice(entryOf(name, '').length);
    const problem = stored
      ? await revokeTokens(stored, parts.guardOf(name, url).fetch)
      : 'what was kept of it cannot be read';
    secrets.delete(entry);
    parts.forgetTokens(entry);
    if (problem !== undefined) problems.push(problem);
  }
  logger.info('signed-out', { remote: name, problem: problems[0] });
  return { kind: 'forgotten', notRevoked: problems[0] };
}
