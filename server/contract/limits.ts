// What a person allows one client beyond the ceiling of its sandbox: where it may work, and with what. A member that is
// absent limits nothing. Only a person changes it.
import { z } from 'zod';
import { toolKey } from './tool-name.ts';

/** The strictest first. A client held to one of these may ask for it or for a stricter one. */
export const limitPolicies = ['untrusted', 'on-request'] as const;

/** What a tool may do at most, by its annotations; each includes those before it. */
export const toolTiers = ['read', 'write', 'destructive'] as const;
export type ToolTier = (typeof toolTiers)[number];

/** That a client may run at once. */
export const MOST_TURNS = 1000;

const name = z.string().min(1).max(200);

export const limitsSchema = z.object({
  /** Real, absolute paths; a call works in one of these folders or below it. */
  folders: z.array(z.string().min(1).max(4096)).min(1).max(100).optional(),
  /** How much its calls must ask at least. */
  approvalPolicy: z.enum(limitPolicies).optional(),
  /** false: the Codex tools are off. */
  codexTools: z.literal(false).optional(),
  /** The remotes it may use, by their names in config.toml; an empty list is none. */
  remotes: z.array(name).max(200).optional(),
  /** The remotes' tools it may call, up to this tier; those in `tools` come on top. */
  toolTier: z.enum(toolTiers).optional(),
  /** Tools it may call whatever their tier, as toolKey has them; without a tier, these alone. */
  tools: z.array(z.string().min(3).max(400)).max(500).optional(),
  /** true: of remotes it is offered two tools, one to find tools and one to call them, instead of all. */
  toolSearch: z.literal(true).optional(),
  /** How many of its turns may run at once. */
  mostTurns: z.number().int().min(1).max(MOST_TURNS).optional(),
  /** The models its threads may use; the first is the one for calls that name none. */
  models: z.array(name).min(1).max(100).optional(),
});
export type Limits = z.infer<typeof limitsSchema>;

export const noLimits: Limits = {};

const { shape } = limitsSchema;

/** Changes of single limits; null takes one away. */
export const limitChangesSchema = z.strictObject({
  folders: shape.folders.nullable(),
  approvalPolicy: shape.approvalPolicy.nullable(),
  codexTools: shape.codexTools.nullable(),
  remotes: shape.remotes.nullable(),
  toolTier: shape.toolTier.nullable(),
  tools: shape.tools.nullable(),
  toolSearch: shape.toolSearch.nullable(),
  mostTurns: shape.mostTurns.nullable(),
  models: shape.models.nullable(),
});
export type LimitChanges = z.infer<typeof limitChangesSchema>;

/** A tool as its remote lists it, as far as its tier goes. */
export interface AnnotatedTool {
  readonly name: string;
  readonly annotations?: unknown;
}

/** Without annotations a tool counts as destructive, as MCP has it (2025-06-18, schema, `ToolAnnotations`). */
export function tierOf({ annotations }: Pick<AnnotatedTool, 'annotations'>): ToolTier {
  const { readOnlyHint, destructiveHint } = (annotations ?? {}) as Readonly<Record<string, unknown>>;
  if (readOnlyHint === true) return 'read';
  return destructiveHint === false ? 'write' : 'destructive';
}

export function mayUseRemote({ remotes }: Limits, remote: string): boolean {
  return remotes === undefined || remotes.includes(remote);
}

/** Whether some tools of the remotes it may use are out of reach. */
export function limitsTools({ toolTier, tools }: Limits): boolean {
  return tools !== undefined || (toolTier !== undefined && toolTier !== 'destructive');
}

/** @param tool undefined when the remote lists none of that name: it counts as destructive */
export function mayUseTool(
  limits: Limits,
  remote: string,
  name: string,
  tool: Pick<AnnotatedTool, 'annotations'> | undefined,
): boolean {
  if (!mayUseRemote(limits, remote)) return false;
  if (!limitsTools(limits) || limits.tools?.includes(toolKey(remote, name))) return true;
  const { toolTier } = limits;
  return toolTier !== undefined && toolTiers.indexOf(tierOf(tool ?? {})) <= toolTiers.indexOf(toolTier);
}
