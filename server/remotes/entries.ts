// The MCP servers of config.toml: one entry per table, broken ones with the reason and the line.
import path from 'node:path';
import { lineOfKey, parseToml, readTomlText } from '../config/toml-file.ts';
import { configBroken } from '../errors/config.ts';
import { type ParsedRemote, parseRemote, type RemoteConfig, type TablePlace } from './config.ts';

export type RemoteEntry =
  | { readonly kind: 'usable'; readonly name: string; readonly config: RemoteConfig }
  | { readonly kind: 'disabled'; readonly name: string; readonly config: RemoteConfig }
  /** Leads back to Patchbay. */
  | { readonly kind: 'loop'; readonly name: string; readonly config: RemoteConfig }
  | { readonly kind: 'broken'; readonly name: string; readonly reason: string; readonly place: TablePlace };

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
  return Object.entries(servers).map(([name, table]) =>
    entryOf(name, parseRemote(name, table, whole), { file, line: lineOfKey(text, ['mcp_servers', name]) }),
  );
}

function entryOf(name: string, parsed: ParsedRemote, place: TablePlace): RemoteEntry {
  if (parsed.kind === 'broken') return { kind: 'broken', name, reason: parsed.reason, place };
  return { kind: parsed.config.isEnabled ? 'usable' : 'disabled', name, config: parsed.config };
}
