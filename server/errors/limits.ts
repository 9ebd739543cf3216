// Errors of what a call asks for beyond the limits of its client (`contract/limits.ts`). Each names the limit, and how
// the person raises it.
import { quote } from 'shlex';
import { PatchbayError } from './error.ts';

/** Who may raise a limit, and how, at the command line and in the window. @param words for `token limit` */
function raisedBy(client: string, words: string): { fix: string; fixInWindow: string } {
  return {
    fix: `The person who runs Patchbay can change that with \`patchbay token limit ${client} ${words}\`.`,
    fixInWindow: 'You can change that under Limits of this client, on the page Clients.',
  };
}

/** @param client the name of its token, `local` or `anonymous`; so for the others too */
export function folderOutsideLimits(
  folder: string,
  allowed: readonly string[],
  client: string,
): PatchbayError {
  const { fix, fixInWindow } = raisedBy(client, '--folder DIR');
  return new PatchbayError(
    'folder-outside-limits',
    `The client ${client} may not work in ${folder}, only in ${allowed.join(', ')} and below.`,
    `Pass one of these as \`cwd\`. ${fix}`,
    { fixInWindow },
  );
}

/** A call asks to be asked less than its client must be. */
export function policyOutsideLimits(asked: string, least: string, client: string): PatchbayError {
  const { fix, fixInWindow } = raisedBy(client, '--lift min-approval');
  return new PatchbayError(
    'policy-outside-limits',
    `The client ${client} may not use the approval policy \`${asked}\`: it must ask at least as \`${least}\` does.`,
    `Ask for \`${least}\`, or leave the policy out. ${fix}`,
    { fixInWindow },
  );
}

/** @param asked undefined: the thread uses whichever model is the default */
export function modelOutsideLimits(
  asked: string | undefined,
  allowed: readonly string[],
  client: string,
): PatchbayError {
  const model = asked === undefined ? 'the default model of Codex' : `the model ${asked}`;
  const { fix, fixInWindow } = raisedBy(client, '--model NAME');
  return new PatchbayError(
    'model-outside-limits',
    `The client ${client} may not use ${model}, only ${allowed.join(', ')}.`,
    `Ask for one of these, in a new thread if this one has another. ${fix}`,
    { fixInWindow },
  );
}

/** The Codex tools of this client are off. */
export function codexToolsOff(client: string): PatchbayError {
  const { fix, fixInWindow } = raisedBy(client, '--lift codex');
  return new PatchbayError(
    'codex-tools-off',
    `The Codex tools are off for the client ${client}.`,
    `The tools of MCP servers may be there. ${fix}`,
    { fixInWindow },
  );
}

/** A client uses a remote that it may not use. */
export function remoteOutsideLimits(remote: string, client: string): PatchbayError {
  const { fix, fixInWindow } = raisedBy(client, `--remote ${quote(remote)}`);
  return new PatchbayError(
    'remote-outside-limits',
    `The client ${client} may not use the MCP server ${remote}.`,
    `tools/list has what it may use. ${fix}`,
    { fixInWindow },
  );
}

/**
 * A client calls a tool that it may not call.
 * @param may.tier what the tool may do, and what is allowed at most
 * @param may.word what names the tool on the command line
 */
export function toolOutsideLimits(
  remote: string,
  tool: string,
  client: string,
  may: { tier: string; upTo: string | undefined; word: string },
): PatchbayError {
  const only = may.upTo === undefined ? 'only those it was given' : `up to those of the tier ${may.upTo}`;
  const { fix, fixInWindow } = raisedBy(client, `--tool ${quote(may.word)}`);
  return new PatchbayError(
    'tool-outside-limits',
    `The client ${client} may not call the tool ${tool} of the MCP server ${remote} (tier ${may.tier}): it may call tools of MCP servers ${only}.`,
    `tools/list has what it may call. ${fix}`,
    { fixInWindow },
  );
}

/** A client that may call some tools alone sends a request that could do anything. */
export function methodOutsideLimits(remote: string, method: string, client: string): PatchbayError {
  const { fix, fixInWindow } = raisedBy(client, '--lift tool --lift tier');
  return new PatchbayError(
    'method-outside-limits',
    `The client ${client} may not send ${method} to the MCP server ${remote}: MCP does not have it, and the client may use some tools of MCP servers alone.`,
    `tools/list has what it may call. ${fix}`,
    { fixInWindow },
  );
}

/** A turn would be one more than may run at once. */
export function tooManyTurns(most: number, client: string): PatchbayError {
  const { fix, fixInWindow } = raisedBy(client, `--turns ${most + 1}`);
  return new PatchbayError(
    'too-many-turns',
    `The client ${client} has ${most === 1 ? 'a turn running, and one' : `${most} turns running, which`} is the most it may run at once.`,
    `Wait for the end of one, or stop one. ${fix}`,
    { fixInWindow },
  );
}

/** A thread was loaded with what its client may no longer use. @param what servers, and what else Codex has itself */
export function threadOutsideLimits(what: readonly string[], client: string): PatchbayError {
  const { fix, fixInWindow } = raisedBy(client, '…');
  return new PatchbayError(
    'thread-outside-limits',
    `This thread was loaded with more of ${what.join(', ')} than the client ${client} may use now, and Codex runs that itself.`,
    `Start a new thread. ${fix}`,
    { fixInWindow },
  );
}
