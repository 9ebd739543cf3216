// Errors of the place where secrets are kept.
import { PatchbayError } from './error.ts';

/** The keychain did not give or keep the key. @param why a clause */
export function keychainMissing(why: string): PatchbayError {
  return new PatchbayError(
    'keychain-missing',
    `The system's keychain cannot be used (${why}).`,
    'Unlock it, or let secrets be kept in a file that only you can read: `"secrets": { "store": "file" }` in settings.json.',
    {
      fixInWindow:
        'Unlock it, or choose “Keep sign-ins in a file” on the page of a remote; only you can read that file.',
    },
  );
}

/** Somebody gives a token that cannot be one. */
export function tokenNotValid(): PatchbayError {
  return new PatchbayError(
    'token-not-valid',
    'That is no token: it is empty, or has blanks or characters that no header can carry.',
    'Copy it again, without the word Bearer.',
  );
}

/** @param length in characters */
export function tokenTooLong(length: number, most: number): PatchbayError {
  return new PatchbayError(
    'token-too-long',
    `That is no token: it has ${length} characters, and no server accepts a header with more than ${most}.`,
    'Copy the token alone.',
  );
}

/** @param notice why they cannot be stored, in sentences; absent if the person chose that */
export function tokensNotKept(notice: string | undefined): PatchbayError {
  return new PatchbayError(
    'tokens-not-kept',
    `Tokens are kept in memory only, and no Patchbay runs that could hold them.${notice === undefined ? '' : ` ${notice}`}`,
    'Start Patchbay first, or set `"secrets": { "store": "file" }` in settings.json: a file that only you can read.',
  );
}
