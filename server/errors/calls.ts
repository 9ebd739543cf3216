// Errors of what a call of a Codex tool asks for: arguments, folder, sandbox.
import { PatchbayError } from './error.ts';

/** @param what the text of `codex mcp-server` 0.153.4, which callers may check */
export function argumentsRefused(what: string): PatchbayError {
  return new PatchbayError('arguments-refused', what, '');
}

/** Neither the call nor its client names a folder. */
export function noFolder(): PatchbayError {
  return new PatchbayError(
    'no-folder',
    'Patchbay does not know which folder to work in.',
    'Pass `cwd`, the absolute path of the project folder.',
  );
}

/** `cwd` of a call cannot be used. @param why a clause */
export function folderNotFound(folder: string, why: string): PatchbayError {
  return new PatchbayError(
    'folder-not-found',
    `The working folder ${folder} ${why}.`,
    'Pass `cwd`, the absolute path of a folder that exists on the machine where Patchbay runs.',
  );
}

/** A call would let Codex write in CODEX_HOME. */
export function codexOwnFolder(folder: string): PatchbayError {
  return new PatchbayError(
    'codex-own-folder',
    `${folder} belongs to Codex itself: what is changed there decides what Codex runs.`,
    'Pass another `cwd`, or the sandbox `read-only`.',
  );
}

/** A call would let Codex write in PATCHBAY_HOME. */
export function patchbayOwnFolder(folder: string): PatchbayError {
  return new PatchbayError(
    'patchbay-own-folder',
    `${folder} belongs to Patchbay itself: what is changed there decides who may do what.`,
    'Pass another `cwd`, or the sandbox `read-only`.',
  );
}

/** A call would let Codex write in the home folder, or in one above it. */
export function folderTooWide(folder: string, sandbox: string): PatchbayError {
  const word = /[^\w./-]/.test(folder) ? `'${folder}'` : folder;
  return new PatchbayError(
    'folder-too-wide',
    `The working folder ${folder} holds nearly everything of the person who runs Patchbay: with the sandbox \`${sandbox}\` all of it could be changed.`,
    `Pass the folder of the project as \`cwd\`, or the sandbox \`read-only\`. The person allows this one with \`--allow-folder ${word}\`, or in the window by choosing it as the default folder of this client.`,
    {
      fixInWindow:
        'Name the folder of the project, or the sandbox `read-only`. To allow this one, choose it as the default folder of this client on the page Clients.',
    },
  );
}

/** `config` of a call has keys that are not on the list. */
export function configKeysRefused(keys: readonly string[], allowed: readonly string[]): PatchbayError {
  return new PatchbayError(
    'config-keys-refused',
    `\`config\` may not set ${keys.map((key) => `\`${key}\``).join(', ')}: a call may not choose commands, addresses, providers, folders or permissions.`,
    `Keys a call may set: ${allowed.join(', ')}. Anything else belongs in the config.toml of the person who runs Patchbay.`,
  );
}

/** A call asks for more than its client may. @param option that raises the ceiling */
export function aboveCeiling(asked: string, ceiling: string, option: string): PatchbayError {
  return new PatchbayError(
    'above-ceiling',
    `This call asks for ${asked}, which is above the ceiling of this client (${ceiling}).`,
    `Ask for less, or let the person who runs Patchbay raise it with ${option}.`,
    { fixInWindow: 'Let the client ask for less, or raise its limits on the page Clients.' },
  );
}

/** A client has ended its input, and a request of it takes longer than is waited for then. */
export function requestCutOff(method: string): PatchbayError {
  return new PatchbayError(
    'request-cut-off',
    `The client ended its input before ${method} had an answer, so it was stopped.`,
    'Keep the input open until the answer is there.',
  );
}

/** A client answers questions of a call that nobody knows. */
export function callNotFound(): PatchbayError {
  return new PatchbayError(
    'call-not-found',
    'The call these answers belong to is over or was never made.',
    'Make the call again without `requestState`.',
  );
}
