// Errors of the tokens with which clients come in.
import { PatchbayError } from './error.ts';
import { fileProblem } from './files.ts';

/** A new token gets a name with other characters. */
export function tokenNameInvalid(name: string): PatchbayError {
  return new PatchbayError(
    'token-name-invalid',
    `${JSON.stringify(name)} cannot be the name of a token.`,
    'Use up to 64 letters, digits, dots, dashes and underscores, for example the name of the client: cursor. `local` and `anonymous` are clients without a token.',
  );
}

/** A new token gets the name of another. */
export function tokenNameTaken(name: string): PatchbayError {
  return new PatchbayError(
    'token-name-taken',
    `There is already a token named ${name}.`,
    `Choose another name, or run \`patchbay token revoke ${name}\` first.`,
    { fixInWindow: 'Choose another name, or revoke that token first.' },
  );
}

/** A token that is to be revoked does not exist. */
export function tokenNotFound(name: string): PatchbayError {
  return new PatchbayError(
    'token-not-found',
    `There is no token named ${name}.`,
    '`patchbay token list` shows the tokens there are.',
    { fixInWindow: 'The page Clients shows the tokens there are.' },
  );
}

/** The person takes a revocation back too late, or there was none. */
export function tokenNotRestorable(name: string): PatchbayError {
  return new PatchbayError(
    'token-not-restorable',
    `The token of ${name} cannot be brought back any more.`,
    `Make a new one with \`patchbay token add ${name}\`, and put it into the settings of the client.`,
    { fixInWindow: 'Connect the client again on the page Clients.' },
  );
}

/** A client comes with a token that has expired. */
export function tokenExpired(name: string): PatchbayError {
  return new PatchbayError(
    'token-expired',
    `The token of ${name} has expired.`,
    `The person who runs Patchbay renews it with \`patchbay token limit ${name} --expires 90d\`, or on the page Clients.`,
    { fixInWindow: 'Renew it on the page Clients.' },
  );
}

/** Limits are to be set for a client that is not there. */
export function clientNotFound(name: string): PatchbayError {
  return new PatchbayError(
    'client-not-found',
    `There is no client named ${name}.`,
    'Use the name of a token (`patchbay token list` shows them), local for clients on stdio, or anonymous for those of --no-auth.',
    { fixInWindow: 'The page Clients shows the clients there are.' },
  );
}

/** @param name the name of the token that was created but could not be shown */
export function tokenNotShown(name: string, cause: unknown): PatchbayError {
  return new PatchbayError(
    'token-not-shown',
    `The token for ${name} could not be written to standard output (${fileProblem(cause)}), so it was revoked.`,
    'Run the command again where its output can be read.',
    { cause },
  );
}
