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
    `Choose another name, or take that one out first: \`patchbay mcp remove ${name}\`.`,
    { fixInWindow: 'Choose another name, or change that one.' },
  );
}

/** A name that no new remote may have. */
export function remoteNameNotUsable(name: string, why: 'characters' | 'reserved'): PatchbayError {
  return new PatchbayError(
    'remote-name-not-usable',
    `An MCP server cannot be named ${JSON.stringify(name)}${why === 'reserved' ? ': that name is reserved' : ''}.`,
    why === 'reserved'
      ? 'Choose another name, such as my-server.'
      : 'Use letters, digits, dashes and underscores, such as my-server.',
  );
}

/** An address at which no remote can be. @param url may hold a password */
export function remoteAddressNotUsable(url: string, why: 'not-an-address' | 'password'): PatchbayError {
  return why === 'password'
    ? new PatchbayError(
        'remote-address-not-usable',
        'The address has a user or a password in it, which Patchbay sends to no MCP server.',
        'Leave them out. `patchbay mcp login NAME --token` keeps a token for the server; `--bearer-token-env-var` names a variable that holds one.',
        { fixInWindow: 'Leave them out, and use a header.' },
      )
    : new PatchbayError(
        'remote-address-not-usable',
        `${JSON.stringify(url)} is not the address of an MCP server.`,
        'An address looks like https://example.com/mcp: http or https, a host, no spaces.',
      );
}

/** What a person has pasted to add a server. @param reason a clause about it */
export function pastedNotUsable(reason: string): PatchbayError {
  return new PatchbayError(
    'pasted-not-usable',
    `Nothing was added: what was pasted cannot be read as an MCP server, because ${reason}.`,
    "Paste a client's JSON, TOML or YAML, a command line, an install link, an address, a server.json, or a name such as io.github.someone/server.",
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
