// Entries of `[mcp_servers]` that lead back to Patchbay. Codex calling Patchbay calling Codex would never end.
import path from 'node:path';
import { isLoopback } from '../base/loopback.ts';
import { realPath } from '../base/real-path.ts';
import type { McpServerConfig } from './codex-config.ts';

/** How many Patchbays may run inside each other before the innermost refuses to start. */
export const MAX_DEPTH = 2;
/** Environment variable that counts them; inherited through the engine. */
export const DEPTH_VARIABLE = 'PATCHBAY_DEPTH';

/**
 * @param servers `[mcp_servers]` of config.toml
 * @param own.program the file that runs as `patchbay`
 * @param own.addresses `host:port` on which this Patchbay listens, if it does
 * @returns the names of the entries that start this program or point at these addresses
 */
export function findLoopingServers(
  servers: Readonly<Record<string, McpServerConfig>>,
  own: { program: string; addresses: readonly string[] },
): string[] {
  return Object.entries(servers)
    .filter(([, server]) => startsPatchbay(server, own.program) || pointsAt(server.url, own.addresses))
    .map(([name]) => name);
}

function startsPatchbay(server: McpServerConfig, program: string): boolean {
  if (!server.command) return false;
  const ownFile = realPath(program);
  return [server.command, ...(server.args ?? [])].some((word, index) => {
    const isNamedSo = index === 0 && /^patchbay(\.exe|\.cmd|\.js)?$/i.test(path.basename(word));
    return isNamedSo || (path.isAbsolute(word) && realPath(word) === ownFile);
  });
}

function pointsAt(url: string | undefined, addresses: readonly string[]): boolean {
  if (!url || !URL.canParse(url)) return false;
  const { hostname, port, protocol } = new URL(url);
  // The last two mean this machine too, to whoever connects to them.
  const isHere = isLoopback(hostname) || hostname === '0.0.0.0' || hostname === '[::]';
  const effectivePort = port || (protocol === 'https:' ? '443' : '80');
  return addresses.some((address) => {
    const own = new URL(`http://${address}`);
    const isOwnHost = own.hostname === hostname || isHere;
    return isOwnHost && (own.port || '80') === effectivePort;
  });
}
