// What the limits of a client leave of the MCP servers that Codex starts or reaches itself for its threads. Those that it
// reaches through us obey their limits there (`mcp/remote/reach.ts`), at every call.
import { type Limits, limitsTools, mayUseRemote } from '../contract/limits.ts';
import { isToolOffered, type RemoteConfig } from '../remotes/config.ts';

/** What is merged into the table of a server. */
export type ServerLimit = { readonly enabled: false } | { readonly enabled_tools: string[] };

/**
 * Nobody can look at what a tool may do before Codex has it, so of a tier only the tools that are named are left.
 * @returns undefined when nothing is left out
 */
export function serverLimit(config: RemoteConfig, limits: Limits): ServerLimit | undefined {
  const { name } = config;
  if (!mayUseRemote(limits, name)) return { enabled: false };
  if (!limitsTools(limits)) return undefined;
  const named = (limits.tools ?? []).flatMap((tool) =>
    tool.startsWith(`${name}/`) ? [tool.slice(name.length + 1)] : [],
  );
  const left = named.filter((tool) => isToolOffered(config, tool));
  return left.length > 0 ? { enabled_tools: left } : { enabled: false };
}

/** Whether a thread that was loaded with the one has nothing that the other leaves out. */
export function isWithin(loaded: ServerLimit | undefined, now: ServerLimit | undefined): boolean {
  if (now === undefined || (loaded && 'enabled' in loaded)) return true;
  if (loaded === undefined || 'enabled' in now) return false;
  return loaded.enabled_tools.every((tool) => now.enabled_tools.includes(tool));
}
