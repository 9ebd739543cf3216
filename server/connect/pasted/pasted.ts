// What a person has pasted to add a server: the JSON, TOML or YAML of a client, command lines, an install link, an address, a
// server.json, or a name or words to look up in a registry. It is read and nothing else: nothing is fetched or started. Pure.
import { isServerName, LOOKS_SECRET, looksSecret } from '../published/server-name.ts';
import { isObject, SettingsProblem } from '../settings-format.ts';
import { commandServers, looksLikeCommand } from './command-lines.ts';
import { readContent } from './content.ts';
import { serversInContent } from './content-servers.ts';
import { entryOfLink, isInstallLink } from './install-link.ts';
import { NotUnderstood } from './not-understood.ts';
import { type PastedServer, pastedServer } from './pasted-server.ts';
import { nameOfAddress } from './suggested-name.ts';

export type Pasted =
  | { readonly kind: 'servers'; readonly servers: readonly PastedServer[] }
  /** Not checked yet. */
  | { readonly kind: 'server-json'; readonly json: unknown }
  /** The name of a server in the registry, or the address of a server.json. */
  | { readonly kind: 'look-up'; readonly text: string }
  /** Words that the person may have meant to search for in the registry, or may not: they can be a password. */
  | { readonly kind: 'search'; readonly text: string }
  /** `reason`: a clause about what was pasted. */
  | { readonly kind: 'unreadable'; readonly reason: string };

/** In characters. */
const LONGEST_SEARCH = 100;
const WORDS = /^[\p{L}\p{N}][\p{L}\p{N} ._-]*$/u;
const MOST_SERVERS = 100;
const ONE_ADDRESS = /^https?:\/\/\S+$/i;

/** @param homeFolder what `~` and `$HOME` stand for in a command line */
export function readPasted(pasted: string, { homeFolder }: { homeFolder: string }): Pasted {
  const text = withoutFence(pasted.replace(/^\ufeff/, '').trim());
  try {
    return read(text, homeFolder);
  } catch (error) {
    if (error instanceof NotUnderstood) return { kind: 'unreadable', reason: error.message };
    if (error instanceof SettingsProblem) {
      const line = error.line === undefined ? '' : ` (line ${error.line})`;
      return { kind: 'unreadable', reason: `${error.message}${line}` };
    }
    // The parsers recurse for each level of nesting.
    if (error instanceof RangeError) return { kind: 'unreadable', reason: 'it is nested too deeply' };
    throw error;
  }
}

function read(text: string, homeFolder: string): Pasted {
  if (text === '') throw new NotUnderstood('it is empty');
  if (isInstallLink(text)) return servers([entryOfLink(text)]);
  if (ONE_ADDRESS.test(text))
    return isAddressOfServerJson(text) ? { kind: 'look-up', text } : servers([addressServer(text)]);
  const content = readContent(text);
  if (content !== undefined) {
    return isServerJson(content)
      ? { kind: 'server-json', json: content }
      : servers(serversInContent(content));
  }
  if (!looksLikeCommand(text)) return nameOrWords(text);
  return servers(commandServers(text, homeFolder));
}

function servers(found: readonly PastedServer[]): Pasted {
  if (found.length === 0) throw new NotUnderstood('it has no MCP server in it');
  if (found.length > MOST_SERVERS) throw new NotUnderstood(`it has more than ${MOST_SERVERS} servers in it`);
  return { kind: 'servers', servers: found };
}

/** Looked up elsewhere, so it has to look like something to look up, and not like a secret. */
function nameOrWords(text: string): Pasted {
  const isName = isServerName(text);
  if (!isName && (text.length > LONGEST_SEARCH || !WORDS.test(text))) {
    throw new NotUnderstood('it is no settings, no command line, no address and no name of a server');
  }
  if (looksSecret(text)) throw new NotUnderstood(LOOKS_SECRET);
  return { kind: isName ? 'look-up' : 'search', text };
}

function addressServer(url: string): PastedServer {
  return pastedServer(nameOfAddress(url), { url });
}

/** Also as a registry answers with one. */
function isServerJson(content: Readonly<Record<string, unknown>>): boolean {
  const { server } = content;
  const json = isObject(server) ? server : content;
  return (
    typeof json['name'] === 'string' && (Array.isArray(json['packages']) || Array.isArray(json['remotes']))
  );
}

function isAddressOfServerJson(url: string): boolean {
  const path = URL.canParse(url) ? new URL(url).pathname : '';
  return /\.json$/i.test(path) || /\/v\d[\w.]*\/servers\//.test(path);
}

/** Readmes have them around what is to be copied. */
function withoutFence(text: string): string {
  const fence = /^(?:`{3,}|~{3,})/.exec(text)?.[0];
  const [first, last] = [text.indexOf('\n'), text.lastIndexOf('\n')];
  const isFenced = fence !== undefined && first < last && text.slice(last + 1) === fence;
  return isFenced && !text.slice(fence.length, first).includes('`') ? text.slice(first, last).trim() : text;
}
