// How each remote stands while we run: who is signing in, which remotes have asked for a sign-in, and what the store
// says of those there were. Tells of every change, whichever process made it.
import { createListeners } from '../../../base/listeners.ts';
import { signInReplaced } from '../../../errors/sign-in.ts';
import type { Secrets } from '../../../secrets/secrets.ts';
import type { RemoteConfig } from '../../config.ts';
import type { Refusal } from '../credential.ts';
import type { SignInState, SignIns } from './sign-ins.ts';
import { entryOf, parseAbout, remoteOf } from './stored.ts';

/** An entry is the name under which the store has the sign-in to one remote at one address. */
export interface SignInStates extends Pick<SignIns, 'stateOf' | 'onChanged'> {
  /** Notes that somebody signs in, in place of whoever did before. @returns aborted when it is not wanted any more */
  begin(name: string): AbortController;
  /** It is over, however it ended. */
  end(name: string, begun: AbortController): void;
  /** Ends the sign-in to this remote that is under way, if there is one. */
  abort(name: string, reason: Error): void;
  /** What the remote said when it asked for a sign-in that nobody has made since. */
  askedWith(entry: string): Refusal | undefined;
  /** Nobody has signed in to this remote, and it asks for it. */
  asked(name: string, entry: string, refusal: Refusal): void;
  /** Somebody has signed in to it. */
  answered(entry: string): void;
  close(): void;
}

export function createSignInStates(options: {
  find(name: string): RemoteConfig;
  secrets: Secrets;
}): SignInStates {
  const { find, secrets } = options;
  const listeners = createListeners<[names: ReadonlySet<string>]>();
  const running = new Map<string, AbortController>();
  const refusals = new Map<string, Refusal>();

  function tell(...names: string[]): void {
    if (names.length > 0) listeners.tell(new Set(names));
  }

  const stopWatching = secrets.onChanged((entries) => {
    for (const entry of entries) refusals.delete(entry);
    tell(...[...entries].flatMap((entry) => remoteOf(entry) ?? []));
  });

  function stateOfEntry(entry: string): SignInState {
    const about = parseAbout(secrets.about(entry));
    const why = about?.needs?.why ?? (refusals.has(entry) ? 'the server asks for it' : undefined);
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
    onChanged: listeners.add,
    begin(name) {
      running.get(name)?.abort(signInReplaced(name));
      const begun = new AbortController();
      running.set(name, begun);
      tell(name);
      return begun;
    },
    end(name, begun) {
      if (running.get(name) === begun) running.delete(name);
      tell(name);
    },
    abort: (name, reason) => running.get(name)?.abort(reason),
    askedWith: (entry) => refusals.get(entry),
    asked(name, entry, refusal) {
      if (secrets.about(entry) !== undefined) return;
      const isNew = !refusals.has(entry);
      refusals.set(entry, refusal);
      if (isNew) tell(name);
    },
    answered: (entry) => void refusals.delete(entry),
    close() {
      stopWatching();
      for (const begun of running.values()) begun.abort(new Error('Patchbay is stopping'));
    },
  };
}

function sentence(clause: string): string {
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`;
}
