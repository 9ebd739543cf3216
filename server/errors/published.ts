// Errors of servers that somebody has published: reading what is said about them, and making an entry of it.
import { PatchbayError } from './error.ts';

/** @param source a file or an address @param reason a clause */
export function publishedServerUnreadable(source: string, reason: string): PatchbayError {
  return new PatchbayError(
    'published-server-unreadable',
    `${source} could not be used: ${reason}.`,
    'Give the server.json of an MCP server: a file, its address, or the name the server has in the MCP Registry.',
    {
      fixInWindow:
        'Paste the server.json of an MCP server, its address, or the name it has in the MCP Registry.',
    },
  );
}

/** No server of the registry has this name. @param registry its address */
export function publishedServerNotFound(name: string, registry: string): PatchbayError {
  return new PatchbayError(
    'published-server-not-found',
    `The registry at ${registry} has no server ${JSON.stringify(name)}.`,
    'Names look like io.github.someone/server. `patchbay import --search WORD` lists those with a word in their name.',
    { fixInWindow: 'Enter a word of its name to search for it.' },
  );
}

/** @param why a clause */
export function registryUnreachable(registry: string, why: string): PatchbayError {
  return new PatchbayError(
    'registry-unreachable',
    `The registry at ${registry} could not be asked: ${why}.`,
    'Give the server.json itself instead, as a file or an address. Another registry can be set as `"registry": { "url": … }` in settings.json.',
    { fixInWindow: 'Paste the server.json itself instead.' },
  );
}

/** @param reasons for each way why it cannot be used, as sentences */
export function publishedServerNotUsable(name: string, reasons: readonly string[]): PatchbayError {
  return new PatchbayError(
    'published-server-not-usable',
    `Patchbay can use ${name} in none of the ways it is published. ${reasons.join(' ')}`.trim(),
    'Look at its own page for another way, and enter that with `patchbay mcp add`.',
    { fixInWindow: 'Look at its own page for another way, and enter that in the form.' },
  );
}

/** A value for a published server that it does not take. @param why a clause */
export function publishedValueWrong(name: string, why: string): PatchbayError {
  return new PatchbayError(
    'published-value-wrong',
    `The value for ${name} cannot be used: ${why}.`,
    'Give another one with `--set`, or leave it out and fill it in later.',
  );
}
