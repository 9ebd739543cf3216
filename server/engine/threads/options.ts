// The options of a thread, and how they become the engine's parameters. The same options are stored on disk, so that a
// thread resumed after a restart keeps the limits it was started with.
import path from 'node:path';
import { z } from 'zod';
import { approvalPolicies } from '../../approvals/ceilings.ts';
import { OWN_PROFILE } from '../../config/repository-config.ts';
import { sandboxModes } from '../../contract/ceiling.ts';
import { hooksWithLeash } from '../leash/hook.ts';
import type { JsonValue } from '../protocol/serde_json/JsonValue.ts';
import type { ThreadStartParams } from '../protocol/v2/ThreadStartParams.ts';

export const threadOptionsSchema = z.object({
  cwd: z.string(),
  sandbox: z.enum(sandboxModes),
  approvalPolicy: z.enum(approvalPolicies),
  networkAccess: z.boolean(),
  writableRoots: z.array(z.string()),
  model: z.string().optional(),
  baseInstructions: z.string().optional(),
  developerInstructions: z.string().optional(),
  /**
   * The name of a Codex profile; the call's settings override it. The profile is read each time and not stored,
   * because it may contain secrets.
   */
  profile: z.string().optional(),
  /** Engine settings the call chose, already checked against the allow-list. */
  config: z.record(z.string(), z.json()),
});
export type ThreadOptions = z.infer<typeof threadOptionsSchema>;

/** What every thread of this host gets in addition to its options. */
export interface ThreadContext {
  /** Folders that the agent's shell must not access, even in an approved command outside the sandbox. */
  readonly deniedFolders: readonly string[];
  /** Folders it may read but never write, whatever the working folder is: changing them could run code. */
  readonly protectedFolders: readonly string[];
  /** What is merged into `[mcp_servers]`. */
  readonly mcpServers: Readonly<Record<string, Readonly<Record<string, JsonValue>>>>;
  /** What is merged into `[model_providers]`. */
  readonly modelProviders: Readonly<Record<string, Readonly<Record<string, JsonValue>>>>;
  /** Whether config.toml excludes the temp folders from a workspace-write sandbox. */
  readonly closesTemp: { readonly slashTmp: boolean; readonly tmpdir: boolean };
  /** Folders whose `.codex` the person has trusted. */
  readonly trustedFolders: readonly string[];
  /** Keys of `[features]` that are off, whatever config.toml says. */
  readonly featuresOff: readonly string[];
  /** The engine asks us before each step. */
  readonly isHeld: boolean;
  /** The settings of the profile the thread names. */
  readonly profile: Readonly<Record<string, unknown>>;
}

/**
 * The parameters of `thread/start`, and the shared part of those of `thread/resume`.
 *
 * The sandbox word becomes a permission profile that also denies our own folders; passing `sandbox` itself would
 * override the profile and lose the denial (observed on 0.169.0). Only full access has no profile. Folders are sent as
 * untrusted unless the person has trusted them; otherwise the engine would trust them and start what their .codex
 * names.
 */
export function engineThreadParams(options: ThreadOptions, surroundings: ThreadContext) {
  const isUnsandboxed = options.sandbox === 'danger-full-access';
  const config: Record<string, JsonValue> = {
    ...(surroundings.profile as Record<string, JsonValue>),
    ...options.config,
    ...(surroundings.featuresOff.length > 0 && { features: mergeFeatures(surroundings) }),
    mcp_servers: mergeServers(surroundings),
    ...(surroundings.isHeld && { hooks: hooksWithLeash(surroundings.profile['hooks']) }),
    ...(Object.keys(surroundings.modelProviders).length > 0 && {
      model_providers: mergeProviders(surroundings),
    }),
    ...(!isUnsandboxed && { permissions: { [OWN_PROFILE]: permissionProfile(options, surroundings) } }),
    // A thread is unloaded as soon as we want it to be, not a minute later (0.169.0).
    thread_unload_delay_secs: 0,
    // Parent folders too: the engine checks whether a folder is inside a trusted one.
    projects: Object.fromEntries(
      foldersUpFrom(options.cwd).map((folder) => {
        const isTrusted = surroundings.trustedFolders.includes(folder);
        return [folder, { trust_level: isTrusted ? 'trusted' : 'untrusted' }];
      }),
    ),
  };
  return {
    cwd: options.cwd,
    approvalPolicy: options.approvalPolicy,
    config,
    ...(isUnsandboxed ? { sandbox: options.sandbox } : { permissions: OWN_PROFILE }),
    ...(options.model !== undefined && { model: options.model }),
    ...(options.baseInstructions !== undefined && { baseInstructions: options.baseInstructions }),
    ...(options.developerInstructions !== undefined && {
      developerInstructions: options.developerInstructions,
    }),
  } satisfies ThreadStartParams;
}

function permissionProfile(options: ThreadOptions, surroundings: ThreadContext): JsonValue {
  const isWritable = options.sandbox === 'workspace-write';
  const writable = isWritable ? options.writableRoots.map((folder) => [folder, 'write']) : [];
  const { closesTemp } = surroundings;
  const closed = [closesTemp.slashTmp && ':slash_tmp', closesTemp.tmpdir && ':tmpdir'].filter((name) => name);
  const readable = [...surroundings.protectedFolders, ...closed].map((folder) => [folder, 'read']);
  const denied = surroundings.deniedFolders.map((folder) => [folder, 'deny']);
  return {
    extends: isWritable ? ':workspace' : ':read-only',
    filesystem: Object.fromEntries([...writable, ...(isWritable ? readable : []), ...denied]),
    ...(options.networkAccess && { network: { enabled: true } }),
  };
}

function foldersUpFrom(folder: string): string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [folder, ...foldersUpFrom(parent)];
}

/** A key sent to the engine replaces the profile's whole key, so both settings of a server are merged here. */
function mergeServers({ profile, mcpServers }: ThreadContext): JsonValue {
  const ofProfile = (profile['mcp_servers'] ?? {}) as Record<string, Record<string, JsonValue>>;
  const merged = Object.entries(mcpServers).map(([name, ours]) => {
    const env = { ...(ofProfile[name]?.['env'] as object), ...(ours['env'] as object) };
    return [name, { ...ofProfile[name], ...ours, ...(Object.keys(env).length > 0 && { env }) }];
  });
  return { ...ofProfile, ...Object.fromEntries(merged) };
}

function mergeFeatures({ profile, featuresOff }: ThreadContext): JsonValue {
  const ofProfile = (profile['features'] ?? {}) as Record<string, JsonValue>;
  return { ...ofProfile, ...Object.fromEntries(featuresOff.map((feature) => [feature, false])) };
}

function mergeProviders({ profile, modelProviders }: ThreadContext): JsonValue {
  const ofProfile = (profile['model_providers'] ?? {}) as Record<string, Record<string, JsonValue>>;
  const merged = Object.entries(modelProviders).map(([id, ours]) => [id, { ...ofProfile[id], ...ours }]);
  return { ...ofProfile, ...Object.fromEntries(merged) };
}
