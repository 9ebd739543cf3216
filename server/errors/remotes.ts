// Errors of connecting to a remote and of calling it.
import { type Advice, knownError, PatchbayError } from './error.ts';
import type { NetworkFailure } from './network.ts';

/** @param stderrTail the last lines it wrote */
export function remoteDidNotStart(name: string, why: string, stderrTail: readonly string[]): PatchbayError {
  return new PatchbayError(
    'remote-did-not-start',
    `The MCP server ${name} did not start: ${why}.${lastSaid(stderrTail)}`,
    'Fix the problem, then try again: it is then started again.',
    { fixInWindow: 'Fix the problem, then choose Connect.' },
  );
}

/**
 * It runs, or something answers at its address, but what comes is not what an MCP server says.
 * @param where what leads to it: a program, or an address
 */
export function remoteNotMcp(
  name: string,
  why: string,
  where: 'command' | 'url',
  stderrTail: readonly string[],
): PatchbayError {
  const fix = {
    command: `Look whether \`command\` and \`args\` of [mcp_servers.${name}] start a server that speaks MCP, and nothing else, on its standard output; then try again.`,
    url: `Look whether the \`url\` of [mcp_servers.${name}] in config.toml is that of an MCP server, and into the log of that server; then try again.`,
  };
  return new PatchbayError(
    'remote-not-mcp',
    `The MCP server ${name} does not answer as an MCP server: ${why}.${lastSaid(stderrTail)}`,
    fix[where],
  );
}

function lastSaid(stderrTail: readonly string[]): string {
  return stderrTail.length > 0 ? `\nIt wrote last:\n${stderrTail.join('\n')}\n` : '';
}

/**
 * Nothing that speaks HTTP answers at the address of a remote.
 * @param host of its address, with the port
 */
export function remoteNotReached(name: string, host: string, { reason, fix }: NetworkFailure): PatchbayError {
  return new PatchbayError(
    'remote-not-reached',
    `The MCP server ${name} could not be reached at ${host}: ${reason}.`,
    `${fix} Its \`url\` is in [mcp_servers.${name}] of config.toml.`,
    { fixInWindow: fix },
  );
}

/** The remote refuses every revision of MCP that Patchbay offers. */
export function remoteTooNew(name: string): PatchbayError {
  return new PatchbayError(
    'remote-too-new',
    `The MCP server ${name} speaks only revisions of MCP that Patchbay does not know.`,
    'Update Patchbay, or use an older version of the server.',
  );
}

/**
 * @param refusal.source the credential that was sent
 * @param refusal.advice what to do about that credential
 */
export function remoteRefused(
  name: string,
  refusal: { status: number; host: string; source: string; advice: Advice | undefined },
): PatchbayError {
  const { status, host, source, advice } = refusal;
  return new PatchbayError(
    'remote-refused',
    `The MCP server ${name} refused to let Patchbay in (${status} from ${host}); it was tried with ${source}.`,
    advice?.fix ?? '',
    advice,
  );
}

/** @param againS seconds until a retry, if the remote says so */
export function remoteBusy(name: string, host: string, againS: number | undefined): PatchbayError {
  return new PatchbayError(
    'remote-busy',
    `The MCP server ${name} got too many requests (429 from ${host}).`,
    againS === undefined ? 'Try again later, and less often.' : `Try again in ${againS} s.`,
  );
}

/** @param where the target, an origin or an address */
export function remoteRedirects(name: string, where: string): PatchbayError {
  return new PatchbayError(
    'remote-redirects',
    `The MCP server ${name} redirects to ${where}, where Patchbay does not send its credential.`,
    `If that is where it lives now, put that address into [mcp_servers.${name}] of config.toml.`,
  );
}

/**
 * @param limit.key the key in its config.toml table; absent if nothing sets it
 * @param instead what it wrote in the meantime instead of messages
 */
export function remoteTimedOut(
  name: string,
  what: string,
  limit: { readonly ms: number; readonly key?: string },
  instead?: string | undefined,
): PatchbayError {
  const or = limit.key ? `, or set a longer \`${limit.key}\` in [mcp_servers.${name}] of config.toml` : '';
  const wrote = instead === undefined ? '' : `; ${instead}`;
  return new PatchbayError(
    'remote-timed-out',
    `The MCP server ${name} did not answer ${what} within ${limit.ms / 1000} s${wrote}.`,
    `Try again${or}.`,
  );
}

/** The connection ended before the answer. @param why a clause */
export function remoteGone(name: string, why: string): PatchbayError {
  return new PatchbayError(
    'remote-gone',
    `The MCP server ${name} did not finish this call: ${why}.`,
    'What it had done by then stays done. The next call connects it again.',
  );
}

/** @param waitMs the time until it is tried again */
export function remoteKeepsFailing(name: string, waitMs: number, last: unknown): PatchbayError {
  const { summary, fix, fixInWindow } = knownError(last);
  const again = `It is tried again with the next call after ${Math.ceil(waitMs / 1000)} s.`;
  return new PatchbayError(
    'remote-keeps-failing',
    `The MCP server ${name} is not connected: ${summary}`,
    fix ? `${fix} ${again}` : again,
    { fixInWindow: fixInWindow ? `${fixInWindow} ${again}` : again },
  );
}

/** A client calls a tool that config.toml hides. */
export function remoteToolFiltered(name: string, tool: string): PatchbayError {
  return new PatchbayError(
    'remote-tool-filtered',
    `The tool ${tool} of the MCP server ${name} is switched off by \`enabled_tools\` or \`disabled_tools\`.`,
    `Change [mcp_servers.${name}] in config.toml to allow it.`,
  );
}

/** A client reads the app of a tool that no server has, or none it may use. */
export function appNotFound(uri: string): PatchbayError {
  return new PatchbayError(
    'app-not-found',
    `No tool that can be used here has an app at ${uri}.`,
    'List the tools again: their server may have changed, or is switched off.',
  );
}

/** @param what the address of an app, or the name of a tool that an app calls */
export function appAmbiguous(what: string, remotes: readonly string[]): PatchbayError {
  return new PatchbayError(
    'app-ambiguous',
    `Several MCP servers with apps have ${what}: ${remotes.join(', ')}.`,
    'Connect the client to one of them alone, at the address /mcp/ and the name of the server.',
  );
}

/** @param problem a clause */
export function appNotShown(remote: string, uri: string, problem: string): PatchbayError {
  return new PatchbayError(
    'app-not-shown',
    `The app ${uri} of the MCP server ${remote} cannot be shown: ${problem}.`,
    'Its maker has to fix that.',
  );
}

/** An app wants a tool that its server does not offer to apps, or that is switched off. */
export function appMayNotCall(remote: string, tool: string): PatchbayError {
  return new PatchbayError(
    'app-may-not-call',
    `An app of the MCP server ${remote} may not call ${tool}.`,
    'Apps can call those tools of their own server that are switched on and not for models alone.',
  );
}

/** A person, or a rule, denied the call of a tool. */
export function remoteCallDenied(name: string, tool: string, reason: string | undefined): PatchbayError {
  return new PatchbayError(
    'remote-call-denied',
    `The call of ${name}.${tool} was not allowed, so it was not made${reason ? `: ${reason}` : '.'}`,
    '',
  );
}

/** @param message the remote's text */
export function remoteAnsweredError(name: string, message: string): PatchbayError {
  return new PatchbayError(
    'remote-answered-error',
    `The MCP server ${name} answered with an error: ${message}`,
    '',
  );
}

/** The window cannot show an answer of that size. @param what the method or tool */
export function remoteAnswerTooLarge(name: string, what: string): PatchbayError {
  return new PatchbayError(
    'remote-answer-too-large',
    `The answer of the MCP server ${name} to ${what} is too large to be shown.`,
    'A client can still get it.',
  );
}

/** A URI template of a remote cannot be filled in. @param why a clause */
export function remoteTemplateBroken(template: string, why: string): PatchbayError {
  return new PatchbayError(
    'remote-template-broken',
    `No address can be made of the template ${template}: ${why}.`,
    'The MCP server offers it like that; tell its author.',
  );
}

/** A variable that config.toml names for a credential is not set. */
export function credentialMissing(name: string, variable: string): PatchbayError {
  return new PatchbayError(
    'credential-missing',
    `The MCP server ${name} takes its credential from the variable ${variable}, which is not set.`,
    'Set it where Patchbay is started, then start Patchbay again.',
  );
}

/** What was kept of a remote's headers cannot be opened: the key of the keychain is another one now. */
export function storedHeadersLost(name: string): PatchbayError {
  return new PatchbayError(
    'stored-headers-lost',
    `What is kept of the headers of the MCP server ${name} cannot be opened any more.`,
    `Give the token again with \`patchbay mcp login ${name} --token\`, or forget it with \`patchbay mcp logout ${name}\`.`,
    { fixInWindow: `Forget it on the page of ${name} under Remotes, then import or sign in again.` },
  );
}

/** A remote refuses the headers that are kept for it. */
export function storedHeadersAdvice(name: string): Advice {
  return {
    fix: `Give another token with \`patchbay mcp login ${name} --token\`, or forget it with \`patchbay mcp logout ${name}\`.`,
    fixInWindow: `Forget it on the page of ${name} under Remotes, then import or sign in again.`,
  };
}

/** The command that gives headers failed. @param reason a clause */
export function headersHelperFailed(name: string, reason: string): PatchbayError {
  return new PatchbayError(
    'headers-helper-failed',
    `The \`http_headers_helper\` of the MCP server ${name} failed: ${reason}.`,
    'Run the command in a terminal; it must print a JSON object of headers.',
  );
}

/** `find_tools` was called without something to find. */
export function findToolsRefused(mostFound: number): PatchbayError {
  return new PatchbayError(
    'find-tools-refused',
    'The arguments of find_tools do not fit.',
    `Pass \`query\`, up to 1000 characters about what the tool should do, and \`limit\` from 1 to ${mostFound} if another number of tools than the default is wanted.`,
  );
}

/** `call_tool` was called with something else than a tool of an MCP server. @param name undefined if there was none */
export function notFoundByFindTools(name: string | undefined): PatchbayError {
  return new PatchbayError(
    'not-a-found-tool',
    name === undefined
      ? 'The arguments of call_tool do not fit.'
      : `No MCP server of this client has a tool ${name}.`,
    'Pass `name` as find_tools returned it, and `arguments`, an object, as its inputSchema says.',
  );
}
