// The servers in the settings of any client, wherever that client keeps them.
import { meaningOf } from '../entry-meaning.ts';
import { type Entry, isObject, memberOf } from '../settings-format.ts';
import { type PastedServer, pastedServer } from './pasted-server.ts';
import { nameOfAddress, nameOfCommand } from './suggested-name.ts';

type Content = Readonly<Record<string, unknown>>;

/** What clients call the place of their servers; `mcp` holds them in opencode, and holds `servers` in VS Code. */
const CONTAINERS = [
  'mcpServers',
  'mcp_servers',
  'servers',
  'context_servers',
  'mcp',
  'extensions',
  'amp.mcpServers',
];
/** Claude Code has servers for each folder. */
const DEEPEST = 4;

export function serversInContent(content: Content): PastedServer[] {
  if (isEntry(content)) return [ofEntry(nameIn(content), content)];
  const contained = inContainers(content, DEEPEST);
  if (contained.length > 0) return contained;
  return named(content);
}

function inContainers(content: Content, depth: number): PastedServer[] {
  if (depth === 0) return [];
  return Object.entries(content).flatMap(([key, value]) => {
    const found = CONTAINERS.includes(key) ? [...named(value), ...listed(value)] : [];
    if (found.length > 0) return found;
    return isObject(value) && !isEntry(value) ? inContainers(value, depth - 1) : [];
  });
}

/** Name → entry. */
function named(value: unknown): PastedServer[] {
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, entry]) => (isEntry(entry) ? [ofEntry(name, entry)] : []));
}

/** Entries with their names in them. */
function listed(value: unknown): PastedServer[] {
  return (Array.isArray(value) ? value : []).filter(isEntry).map((entry) => ofEntry(nameIn(entry), entry));
}

function ofEntry(name: string | undefined, entry: Entry): PastedServer {
  const { url, command = '', args } = meaningOf(entry);
  return pastedServer(name ?? (url === undefined ? nameOfCommand(command, args) : nameOfAddress(url)), entry);
}

function isEntry(value: unknown): value is Entry {
  const { command, url } = meaningOf(value);
  return isObject(value) && (command !== undefined || url !== undefined);
}

function nameIn(entry: Entry): string | undefined {
  const name = memberOf(entry, 'name');
  return typeof name === 'string' && name !== '' ? name : undefined;
}
