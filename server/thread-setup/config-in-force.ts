// Which MCP servers of config.toml a new thread starts.
import { mainFile } from '../base/program.ts';
import { readCodexConfig, readRawConfig } from '../config/codex-config.ts';
import { findLoopingServers } from '../config/loops.ts';
import { parseRemote } from '../remotes/config.ts';

/**
 * Those that are neither disabled nor broken, nor switched off because they lead back to us.
 * @throws config-broken
 */
export function startedServers(codexHome: string, ownAddresses: readonly string[]): string[] {
  const servers = readCodexConfig(codexHome).mcp_servers ?? {};
  const looping = findLoopingServers(servers, { program: mainFile, addresses: ownAddresses });
  const isWhole = (table: unknown) => parseRemote('', table, {}).kind === 'remote';
  const raw = readRawConfig(codexHome)['mcp_servers'] as Record<string, unknown> | undefined;
  return Object.keys(servers).filter(
    (name) => servers[name]?.['enabled'] !== false && isWhole(raw?.[name]) && !looping.includes(name),
  );
}
