// What config.toml says about MCP servers: one entry a table, broken ones with the reason and the line.
import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'smol-toml';
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
 * @throws TomlError with the line when it is not TOML, and the file system's errors
 */
export function readEntries(file: string): RemoteEntry[] {
  return entriesIn(readIfThere(file), file);
}

/** @param file for messages */
export function entriesIn(text: string, file: string): RemoteEntry[] {
  const whole = parse(text);
  const servers = whole['mcp_servers'] ?? {};
  if (typeof servers !== 'object' || Array.isArray(servers)) throw new Error('`mcp_servers` is not a table');
  return Object.entries(servers).map(([name, table]) =>
    entryOf(name, parseRemote(name, table, whole), { file, line: lineOf(name, text) }),
  );
}

function entryOf(name: string, parsed: ParsedRemote, place: TablePlace): RemoteEntry {
  if (parsed.kind === 'broken') return { kind: 'broken', name, reason: parsed.reason, place };
  return { kind: parsed.config.isEnabled ? 'usable' : 'disabled', name, config: parsed.config };
}

/** An empty text when it does not exist. */
export function readIfThere(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

/** The line of `[mcp_servers.<name>]`, or of the first table below it. */
function lineOf(name: string, text: string): number | undefined {
  const quoted = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const header = new RegExp(`^\\s*\\[\\s*mcp_servers\\s*\\.\\s*["']?${quoted}["']?\\s*[.\\]]`);
  const at = text.split('\n').findIndex((line) => header.test(line));
  return at < 0 ? undefined : at + 1;
}
