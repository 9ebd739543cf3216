// How far a client reaches into remotes: which of them, and which of their tools, by the limits a person has set for it.
import type { Principal } from '../../config/principals.ts';
import {
  type AnnotatedTool,
  type Limits,
  limitsTools,
  mayUseRemote,
  mayUseTool,
  tierOf,
  toolTiers,
} from '../../contract/limits.ts';
import { toolKey, toolNameText } from '../../contract/tool-name.ts';
import { methodOutsideLimits, remoteOutsideLimits, toolOutsideLimits } from '../../errors/limits.ts';
import type { ToolPins } from '../../remotes/pins.ts';
import { isOfMcp } from './methods.ts';

/** Read each time, so that a change applies at once. */
export interface Reach {
  includes(remote: string): boolean;
  /** Whether some tools of a remote it includes are out of reach. */
  isPartial(): boolean;
  offers(remote: string, tool: AnnotatedTool): boolean;
  /** @throws remote-outside-limits */
  requireRemote(remote: string): void;
  /**
   * Of a client that may call some tools alone, what MCP does not have could be another way to call the others.
   * @param method of a request
   * @throws remote-outside-limits, method-outside-limits
   */
  requireMethod(remote: string, method: unknown): void;
  /**
   * @param listed the remote's tools; asked only when they count
   * @returns undefined when they do not
   * @throws remote-outside-limits, tool-outside-limits, and what `listed` throws
   */
  requireTool(
    remote: string,
    tool: string,
    listed: () => Promise<readonly AnnotatedTool[]>,
  ): Promise<void> | undefined;
}

/**
 * @param options.principal whose limits count; for the engine, the one its thread belongs to
 * @param options.pins a remote that changes what it says of a tool does not widen the reach until a person has accepted it
 */
export function createReach(options: {
  principal: Pick<Principal, 'id' | 'name'>;
  limitsOf(principalId: string): Limits;
  pins: Pick<ToolPins, 'changesOf'>;
}): Reach {
  const { principal, pins } = options;
  const limits = () => options.limitsOf(principal.id);

  /** As it was before a change nobody has accepted, and as it is now. */
  function definitionsOf(remote: string, tool: AnnotatedTool): readonly Pick<AnnotatedTool, 'annotations'>[] {
    const change = pins.changesOf(remote).find((one) => one.tool === tool.name);
    return change ? [tool, asDefinition(change.before)] : [tool];
  }

  function offers(remote: string, tool: AnnotatedTool): boolean {
    const now = limits();
    return definitionsOf(remote, tool).every((definition) => mayUseTool(now, remote, tool.name, definition));
  }

  /** @returns the limits as they are now */
  function requireRemote(remote: string): Limits {
    const now = limits();
    if (!mayUseRemote(now, remote)) throw remoteOutsideLimits(remote, principal.name);
    return now;
  }

  return {
    includes: (remote) => mayUseRemote(limits(), remote),
    isPartial: () => limitsTools(limits()),
    offers,
    requireRemote: (remote) => void requireRemote(remote),
    requireMethod(remote, method) {
      const now = requireRemote(remote);
      if (limitsTools(now) && !isOfMcp(method))
        throw methodOutsideLimits(remote, String(method), principal.name);
    },
    requireTool(remote, tool, listed) {
      const now = requireRemote(remote);
      const isFree = !limitsTools(now) || now.tools?.includes(toolKey(remote, tool));
      return isFree ? undefined : requireTier(remote, tool, listed);
    },
  };

  async function requireTier(
    remote: string,
    tool: string,
    listed: () => Promise<readonly AnnotatedTool[]>,
  ): Promise<void> {
    const found = (await listed()).find(({ name }) => name === tool) ?? { name: tool };
    if (offers(remote, found)) return;
    const tiers = definitionsOf(remote, found).map(tierOf);
    const tier = toolTiers.findLast((one) => tiers.includes(one)) ?? 'destructive';
    throw toolOutsideLimits(remote, tool, principal.name, {
      tier,
      upTo: limits().toolTier,
      word: toolNameText({ remote, tool }),
    });
  }
}

/** @param json of a definition; one that was too long to keep counts as one without annotations */
function asDefinition(json: string): Pick<AnnotatedTool, 'annotations'> {
  try {
    return (JSON.parse(json) ?? {}) as Pick<AnnotatedTool, 'annotations'>;
  } catch {
    return {};
  }
}
