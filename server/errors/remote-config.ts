// Errors of a remote as config.toml has it: [mcp_servers.NAME].
import { PatchbayError } from './error.ts';

/** A name is no MCP server of config.toml. */
export function remoteUnknown(name: string): PatchbayError {
  return new PatchbayError(
    'remote-unknown',
    `There is no MCP server ${JSON.stringify(name)} in config.toml.`,
    '`patchbay mcp list` shows the servers; `patchbay mcp add` adds one.',
    { fixInWindow: 'The page Remotes shows the servers.' },
  );
}

/** A call or a session is for a remote with `enabled = false`. */
export function remoteDisabled(name: string): PatchbayError {
  return new PatchbayError(
    'remote-disabled',
    `The MCP server ${name} is disabled.`,
    `Set \`enabled = true\` in [mcp_servers.${name}] of config.toml; nothing has to be restarted.`,
    { fixInWindow: 'Enable it on the page Remotes.' },
  );
}

/** A remote leads back to this Patchbay. */
export function remoteLoops(name: string): PatchbayError {
  return new PatchbayError(
    'remote-loops',
    `The MCP server ${name} leads back to Patchbay, so it is not forwarded.`,
    `Remove [mcp_servers.${name}] from config.toml: what it offers is here already.`,
  );
}

/** The table of a remote cannot be used. @param reason a clause */
export function remoteBroken(
  name: string,
  { file, line }: { file: string; line: number | undefined },
  reason: string,
): PatchbayError {
  return new PatchbayError(
    'remote-broken',
    `${file}${line === undefined ? '' : ` line ${line}`}: [mcp_servers.${name}]: ${reason}.`,
    'Correct that table; nothing has to be restarted, and the other servers go on.',
  );
}

/** The window adds or renames a remote to a name that exists. */
export function remoteNameTaken(name: string): PatchbayError {
  return new PatchbayError(
    'remote-name-taken',
    `There is an MCP server ${JSON.stringify(name)} in config.toml already.`,
    'Choose another name, or change that one.',
  );
}

/** @param reason which field is wrong and why */
export function remoteNotValid(reason: string): PatchbayError {
  return new PatchbayError('remote-not-valid', `This cannot be an MCP server: ${reason}.`, '');
}

/** The window shows a remote that nobody has connected as it is now. */
export function remoteNeverStarted(name: string): PatchbayError {
  return new PatchbayError(
    'remote-never-started',
    `The MCP server ${name} was never connected as it is configured now.`,
    'Look at what it starts or reaches, then connect it.',
  );
}

/** The window connects a remote whose command or address has changed since it was shown. */
export function remoteChangedMeanwhile(name: string): PatchbayError {
  return new PatchbayError(
    'remote-changed-meanwhile',
    `What the MCP server ${name} would start is not what you saw, so it was not started.`,
    'Look at it as it is now, then decide again.',
  );
}
