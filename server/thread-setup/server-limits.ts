// What the limits of a client leave of what Codex does itself for its threads: the MCP servers it starts or reaches, and
// features that lead past limits. Servers that it reaches through us obey there (`mcp/remote/reach.ts`), at every call.
import { type Limits, limitsTools, mayUseRemote } from '../contract/limits.ts';
import { toolKey } from '../contract/tool-name.ts';
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
  const start = toolKey(name, '');
  const named = (limits.tools ?? []).flatMap((tool) =>
    tool.startsWith(start) ? [tool.slice(start.length)] : [],
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

/** Features of Codex with which a thread gets past limits, as on 0.169.0, by what they are called to a person. */
const featuresPast: Readonly<
  Record<string, { features: readonly string[]; isPast(limits: Limits): boolean }>
> = {
  // A sub-agent may have another model, if the prompt asks for one.
  'sub-agents': {
    features: ['multi_agent', 'multi_agent_v2'],
    isPast: ({ models }) => models !== undefined,
  },
  // They bring MCP servers that stand in no config.toml.
  'apps and plugins': {
    features: ['apps', 'plugins', 'remote_plugin'],
    isPast: (limits) => limits.remotes !== undefined || limitsTools(limits),
  },
};

/** What of Codex is off for a thread: names for a person → keys of `[features]`. */
export function featuresOff(limits: Limits): Map<string, readonly string[]> {
  const off = Object.entries(featuresPast).filter(([, { isPast }]) => isPast(limits));
  return new Map(off.map(([name, { features }]) => [name, features]));
}
