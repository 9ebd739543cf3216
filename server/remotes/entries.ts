// The MCP servers of config.toml: one entry per table, broken ones with the reason and the line.
import path from 'node:path';
import { findLoopingServers } from '../config/loops.ts';
import { lineOfKey, parseToml, readTomlText } from '../config/toml-file.ts';
import { configBroken } from '../errors/config.ts';
import { parseRemote, type RemoteConfig, type TablePlace } from './config.ts';

export type ServerEntry =
  | { readonly kind: 'usable'; readonly name: string; readonly config: RemoteConfig }
  | { readonly kind: 'disabled'; readonly name: string; readonly config: RemoteConfig }
  /** Leads back to Patchbay. */
  | { readonly kind: 'loop'; readonly name: string; readonly config: RemoteConfig }
  | BrokenServer;

export interface BrokenServer {
  readonly kind: 'broken';
  readonly name: string;
  readonly reason: string;
  /** Where it is in the table; absent when something is missing. */
  readonly key?: readonly string[];
}

/** An entry of one file. */
export type RemoteEntry =
  | Exclude<ServerEntry, BrokenServer>
  | (BrokenServer & { readonly place: TablePlace });

/** What tells Patchbay itself among the servers. */
export interface OwnMarks {
  /** The file that runs as `patchbay`. */
  readonly program: string;
  /** `host:port` of every address that leads to a Patchbay of this person. */
  readonly addresses: readonly string[];
}

export function configFileIn(codexHome: string): string {
  return path.join(codexHome, 'config.toml');
}

/**
 * @returns the entries in the order of the file; none when it does not exist
 * @throws config-broken with the line when it is not TOML or cannot be read
 */
export function readEntries(file: string): RemoteEntry[] {
  return entriesIn(readTomlText(file) ?? '', file);
}

/**
 * @param file for messages
 * @throws config-broken with the line
 */
export function entriesIn(text: string, file: string): RemoteEntry[] {
  const whole = parseToml(text, file);
  const servers = whole['mcp_servers'] ?? {};
  if (typeof servers !== 'object' || Array.isArray(servers)) {
    throw configBroken(file, lineOfKey(text, ['mcp_servers']), '`mcp_servers` is not a table');
  }
  return Object.entries(servers).map(([name, table]) => {
    const entry = entryOf(name, table, whole);
    if (entry.kind !== 'broken') return entry;
    const place = ['mcp_servers', name];
    const line = lineOfKey(text, [...place, ...(entry.key ?? [])]) ?? lineOfKey(text, place);
    return { ...entry, place: { file, line } };
  });
}

/**
 * @param table the value of `[mcp_servers.<name>]`, unchecked
 * @param file the whole of config.toml, unchecked
 */
export function entryOf(name: string, table: unknown, file: unknown): Exclude<ServerEntry, { kind: 'loop' }> {
  const parsed = parseRemote(name, table, file);
  if (parsed.kind === 'broken') return { ...parsed, name };
  return { kind: parsed.config.isEnabled ? 'usable' : 'disabled', name, config: parsed.config };
}

/** @returns the same, but those that would be started although they lead back to Patchbay are loops */
export function markLoops<E extends ServerEntry>(
  entries: readonly E[],
  own: OwnMarks,
): (E | Extract<ServerEntry, { kind: 'loop' }>)[] {
  const servers = Object.fromEntries(
    entries.flatMap((entry) => (entry.kind === 'usable' ? [[entry.name, asServer(entry.config)]] : [])),
  );
  const looping = findLoopingServers(servers, own);
  return entries.map((entry) =>
    entry.kind === 'usable' && looping.includes(entry.name)
      ? { kind: 'loop', name: entry.name, config: entry.config }
      : entry,
  );
}

function asServer({ transport }: RemoteConfig) {
  return transport.kind === 'stdio'
    ? { command: transport.command, args: [...transport.args] }
    : { url: transport.url };
}
