// The config.toml files that are in force for a thread, put together as the engine does: the user's, those of trusted
// folders, and a profile. The engine reads them itself, anew for each thread, so what cannot be read is an error here;
// the remotes we connect to (`remotes/registry`) go on with the last version that could be read.
import path from 'node:path';
import { mainFile } from '../base/program.ts';
import { readRawConfig, readRawProfile } from '../config/codex-config.ts';
import type { FolderTrust } from '../config/folder-trust.ts';
import { repositoryConfigs } from '../config/repository-config.ts';
import { isTable } from '../config/toml-file.ts';
import type { ThreadOptions } from '../engine/threads/options.ts';
import { type BrokenServer, entryOf, markLoops, type ServerEntry } from '../remotes/entries.ts';
import { type SwitchedOff, switchedOff } from '../remotes/switched-off.ts';

/** A file as it is read, values unchecked. */
type Raw = Readonly<Record<string, unknown>>;

/** A broken one has what makes the engine accept its table. */
export type ServerInForce =
  | Exclude<ServerEntry, BrokenServer>
  | (BrokenServer & { readonly override: SwitchedOff });

export interface ConfigInForce {
  readonly config: Raw;
  /** Empty when the thread names none. */
  readonly profile: Raw;
  /** Those the thread works in whose `.codex` the person has trusted; the outermost first. */
  readonly trustedFolders: readonly string[];
  /** The tables of `[mcp_servers]` of all these files. */
  readonly servers: readonly ServerInForce[];
  /** Names of servers that a trusted folder or the profile has a table for. */
  readonly elsewhere: readonly string[];
}

export interface ConfigPlaces {
  readonly codexHome: string;
  readonly trust: FolderTrust;
  /** `host:port` of every address that leads to a Patchbay of this person. */
  ownAddresses(): readonly string[];
}

/** @throws config-broken, profile-not-found, file-broken */
export function configInForce(
  { cwd, profile: profileName }: Pick<ThreadOptions, 'cwd' | 'profile'>,
  { codexHome, trust, ownAddresses }: ConfigPlaces,
): ConfigInForce {
  const config = readRawConfig(codexHome);
  const profile = profileName === undefined ? {} : readRawProfile(codexHome, profileName);
  const trustedFolders = repositoryConfigs(cwd, codexHome)
    .filter((repository) => trust.of(repository) === 'trusted')
    .map(({ folder }) => folder);
  const ofFolders = trustedFolders.map((folder) => readRawConfig(path.join(folder, '.codex')));
  return {
    config,
    profile,
    trustedFolders,
    servers: serversInForce([config, ...ofFolders, profile], ownAddresses()),
    elsewhere: Object.keys(mergedServers([...ofFolders, profile])),
  };
}

/**
 * The servers of config.toml alone that a thread starts: neither disabled nor broken, nor leading back to us.
 * @throws config-broken
 */
export function startedServers(codexHome: string, ownAddresses: readonly string[]): string[] {
  const servers = serversInForce([readRawConfig(codexHome)], ownAddresses);
  return servers.flatMap(({ kind, name }) => (kind === 'usable' ? [name] : []));
}

/** @returns by name, what makes the engine accept the broken ones among the tables of `[mcp_servers]` */
export function brokenServers(files: readonly Raw[]): Record<string, SwitchedOff> {
  const broken = serversInForce(files, []).flatMap((server) =>
    server.kind === 'broken' ? [[server.name, server.override]] : [],
  );
  return Object.fromEntries(broken);
}

/** @param files in the order in which the later wins */
function serversInForce(files: readonly Raw[], addresses: readonly string[]): ServerInForce[] {
  const entries = Object.entries(mergedServers(files)).map(([name, table]) => {
    const entry = entryOf(name, table, {});
    return entry.kind === 'broken' ? { ...entry, override: switchedOff(table) } : entry;
  });
  return markLoops(entries, { program: mainFile, addresses });
}

/** Each file may say a part of a table: it is broken or not as the engine puts it together. */
function mergedServers(files: readonly Raw[]): Raw {
  const servers = files.map((file) => file['mcp_servers']).reduce(merge, {});
  return isTable(servers) ? servers : {};
}

function merge(below: unknown, above: unknown): unknown {
  if (above === undefined) return below;
  if (!isTable(below) || !isTable(above)) return above;
  const names = new Set([...Object.keys(below), ...Object.keys(above)]);
  return Object.fromEntries([...names].map((name) => [name, merge(below[name], above[name])]));
}
