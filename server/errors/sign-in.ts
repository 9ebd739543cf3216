// Errors of signing in to a remote with OAuth.
import { type Advice, PatchbayError } from './error.ts';

/** The tokens of a sign-in are gone, revoked or expired for good. @param why a clause */
export function signInNeeded(name: string, why: string): PatchbayError {
  return new PatchbayError(
    'sign-in-needed',
    `The sign-in to the MCP server ${name} does not hold any more: ${why}.`,
    `Sign in again with \`patchbay mcp login ${name}\` or in the window.`,
    { fixInWindow: `Sign in again on the page of ${name} under Remotes.` },
  );
}

/** @param againMs the time until it is tried again */
export function signInNotRenewed(name: string, why: string, againMs: number): PatchbayError {
  return new PatchbayError(
    'sign-in-not-renewed',
    `The sign-in to the MCP server ${name} could not be renewed: ${why}.`,
    `A call in ${Math.max(1, Math.ceil(againMs / 1000))} s tries again; nothing has been forgotten.`,
  );
}

/** Somebody signs in to a remote that is a program. */
export function signInNotPossible(name: string): PatchbayError {
  return new PatchbayError(
    'sign-in-not-possible',
    `The MCP server ${name} is a child process: OAuth login is only supported for streamable HTTP servers.`,
    'Give it its credentials with `env` or `env_vars` in config.toml.',
  );
}

/** @param field the field in its table */
export function signInNotUsed(name: string, field: string): PatchbayError {
  return new PatchbayError(
    'sign-in-not-used',
    `The MCP server ${name} has its credential from \`${field}\` in config.toml, which goes before a sign-in.`,
    `Remove \`${field}\` from [mcp_servers.${name}] to sign in instead.`,
  );
}

/** A remote wants a sign-in, and nobody has signed in yet. */
export function signInAdvice(name: string): Advice {
  return {
    fix: `Sign in with \`patchbay mcp login ${name}\`, or name the variable that holds its token with \`bearer_token_env_var\`.`,
    fixInWindow: `Sign in on the page of ${name} under Remotes, or edit it and name the variable with its bearer token.`,
  };
}

/** A remote refuses the stored sign-in. */
export function signInAgainAdvice(name: string): Advice {
  return {
    fix: `Sign in again with \`patchbay mcp login ${name}\`.`,
    fixInWindow: `Sign in again on the page of ${name} under Remotes.`,
  };
}

/** The authorization server refuses the requested scopes. @param table of config.toml */
export function scopesAdvice(name: string, table: string): Advice {
  return {
    fix: `Name others with \`patchbay mcp login ${name} --scopes a,b\`, or with \`scopes\` in ${table}.`,
    fixInWindow: `Name others with \`scopes\` in ${table}.`,
  };
}

/** Why a sign-in failed, as a clause, and what helps. */
export interface SignInWords extends Advice {
  readonly why: string;
}

/** A sign-in ended for the reason in the words. */
export function signInFailed(
  name: string,
  { why, fix, ...window }: SignInWords,
  cause?: unknown,
): PatchbayError {
  return new PatchbayError('sign-in-failed', `Signing in to the MCP server ${name} failed: ${why}.`, fix, {
    cause,
    ...window,
  });
}

/** The browser came back with `access_denied`. */
export function signInDenied(name: string): PatchbayError {
  return new PatchbayError(
    'sign-in-denied',
    `Signing in to the MCP server ${name} was refused in the browser.`,
    'Start again to agree.',
  );
}

/** @param answer the outcome of the registration, as a clause */
export function signInWithoutClient(name: string, answer?: string): PatchbayError {
  const said = answer === undefined ? '' : ` (${answer})`;
  return new PatchbayError(
    'sign-in-without-client',
    `Signing in to the MCP server ${name} failed: its authorization server registers no clients by itself${said}.`,
    `Register one there by hand, with http://127.0.0.1/callback as its redirect address, and set \`oauth = { client_id = "…" }\` in [mcp_servers.${name}] of config.toml.`,
  );
}

/** @param answer a clause */
export function signInRegistrationRefused(name: string, answer: string): PatchbayError {
  return new PatchbayError(
    'sign-in-registration-refused',
    `Signing in to the MCP server ${name} failed: its authorization server refused to register Patchbay (${answer}).`,
    `It may accept only other redirect addresses: set \`oauth.callback_url\` in [mcp_servers.${name}] of config.toml to one on this machine that it takes, such as "http://localhost/callback". Else register a client by hand and name it with \`oauth.client_id\`.`,
  );
}

/** @param resource the resource that its metadata require for tokens */
export function signInOtherResource(name: string, resource: string, url: string): PatchbayError {
  return new PatchbayError(
    'sign-in-unsafe',
    `The MCP server ${name} was not signed in to: its resource ${JSON.stringify(resource.slice(0, 200))} is refused because it is not ${url}.`,
    `A token for it could be meant for another server. If you know that it is right, set \`oauth_resource\` in [mcp_servers.${name}] of config.toml to it.`,
  );
}

/**
 * @param what the member of the server's metadata: `token_endpoint`
 * @param address its value, if that may be shown
 */
export function signInUnsafe(
  name: string,
  what: string,
  address: string | undefined,
  why: string,
): PatchbayError {
  const said = address === undefined ? '' : ` ${JSON.stringify(address.slice(0, 200))}`;
  return new PatchbayError(
    'sign-in-unsafe',
    `The MCP server ${name} was not signed in to: its ${what}${said} is refused because ${why}.`,
    'Nothing was opened or sent there. Ask whoever runs that server, and do not use it until you know why.',
  );
}

/**
 * The browser returned with the issuer of another authorization server, which is not shown because it may be an
 * attacker's text.
 * @param expected its issuer
 */
export function signInOtherIssuer(name: string, expected: string): PatchbayError {
  return new PatchbayError(
    'sign-in-unsafe',
    `The MCP server ${name} was not signed in to: the \`iss\` that the browser brought back is not ${expected}.`,
    'What it brought back was not used, and no token was asked for. Ask whoever runs that server, and do not use it until you know why.',
  );
}

/** The browser did not come back. */
export function signInTimedOut(name: string, limitMs: number): PatchbayError {
  return new PatchbayError(
    'sign-in-timed-out',
    `Nobody finished signing in to the MCP server ${name} within ${Math.round(limitMs / 60_000)} minutes.`,
    `Start again when there is time. If the browser showed an error instead: about an unknown client, starting again registers a new one; about the redirect address, set \`oauth.callback_url\` in [mcp_servers.${name}] of config.toml.`,
  );
}

/** Somebody began another sign-in to the same remote. */
export function signInReplaced(name: string): PatchbayError {
  return new PatchbayError(
    'sign-in-replaced',
    `This sign-in to the MCP server ${name} ended because another one was started.`,
    'Finish that one.',
  );
}

/** Somebody signed out while a sign-in ran. */
export function signInEnded(name: string): PatchbayError {
  return new PatchbayError(
    'sign-in-ended',
    `This sign-in to the MCP server ${name} ended because somebody signed out of it.`,
    'Start again if you want to be signed in.',
  );
}

/** The fixed port that the browser comes back to is taken. */
export function callbackPortInUse(name: string, port: number): PatchbayError {
  return new PatchbayError(
    'callback-port-in-use',
    `Signing in to the MCP server ${name} needs port ${port} on this machine, which another program uses.`,
    'Stop that program, or set another `callbackPort` where the client was registered and in settings.json.',
  );
}

/** `oauth.callback_url` is not an address of this machine. */
export function callbackUrlRefused(url: string): PatchbayError {
  return new PatchbayError(
    'callback-url-refused',
    `${JSON.stringify(url)} cannot be the address the browser is sent back to.`,
    'It has to be http on 127.0.0.1, localhost or [::1], without a query: `http://127.0.0.1/callback`.',
  );
}
