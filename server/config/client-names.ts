// Clients by the names a person gives them.
import { tokenNotFound } from '../errors/tokens.ts';
import { openTokenStore } from './client-tokens.ts';

/** Those that need no token; each name is the principal's id. */
const WITHOUT_TOKEN: readonly string[] = ['local', 'anonymous'];

/**
 * @param name of a token, `local` or `anonymous`
 * @returns the id of its principal
 * @throws token-not-found, file-broken
 */
export function principalIdOf(name: string, tokensFile: string): string {
  if (WITHOUT_TOKEN.includes(name)) return name;
  const found = openTokenStore(tokensFile)
    .list()
    .find((token) => token.name === name);
  if (!found) throw tokenNotFound(name);
  return found.id;
}
