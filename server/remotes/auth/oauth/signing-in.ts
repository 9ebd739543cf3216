// One sign-in to a remote, from the terms it is made on to what is stored of it.
import type { StoreKind } from '../../../secrets/secrets.ts';
import { openStoredHeaders } from '../../../secrets/stored-headers.ts';
import type { RemoteParts, SignInServices } from './remote-parts.ts';
import type { SignInStates } from './sign-in-states.ts';
import type { SignInOptions } from './sign-ins.ts';
import { aboutOf, entryOf, parseAbout, parseStored } from './stored.ts';

/**
 * @returns where the tokens are kept
 * @throws what SignIns.signIn throws
 */
export async function signIn(
  name: string,
  options: SignInOptions,
  work: { services: SignInServices; parts: RemoteParts; states: SignInStates },
): Promise<StoreKind> {
  const { services, parts, states } = work;
  const { secrets, logger } = services;
  const terms = parts.termsOf(services.find(name));
  const { url } = terms;
  const entry = entryOf(name, url);
  const begun = states.begin(name);
  try {
    // Do not open a browser if there is no place to store the tokens.
    await secrets.place();
    const earlier = await secrets.get(entry);
    // Imports an HTTP server, which most starts do not need.
    const { runSignIn } = await import('./flow.ts');
    const result = await runSignIn({
      ...options,
      ...services,
      rules: parts.rulesOf(name, url),
      terms,
      earlier: earlier === undefined ? undefined : parseStored(earlier),
      challenge: states.askedWith(entry)?.challenge,
      doubtClient: (isDoubtful) => parts.tokensOf(name, url).doubtClient(isDoubtful),
      moreScope: parseAbout(secrets.about(entry))?.needs?.scope,
      signal: options.signal ? AbortSignal.any([options.signal, begun.signal]) : begun.signal,
    });
    const { account } = result;
    const since = new Date().toISOString();
    const about = aboutOf(result.signIn, { since, ...(account !== undefined && { account }) });
    states.answered(entry);
    const kept = await secrets.set(entry, about, JSON.stringify(result.signIn));
    // The person has chosen this one now.
    openStoredHeaders(secrets).forget(name);
    logger.info('signed-in', { remote: name, issuer: about.issuer, kept });
    return kept;
  } catch (error) {
    logger.warn('sign-in-failed', { remote: name, message: (error as Error).message });
    throw error;
  } finally {
    states.end(name, begun);
  }
}
