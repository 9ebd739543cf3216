// What a thread may do: the call's wish, otherwise config.toml's setting, within the principal's ceiling and limits. A
// wish above them is refused by name; a default above them is lowered silently, since nobody asked for it.

import type { CodexConfig } from '../config/codex-config.ts';
import { type Ceiling, type SandboxMode, sandboxModes } from '../contract/ceiling.ts';
import type { Limits } from '../contract/limits.ts';
import { aboveCeiling } from '../errors/calls.ts';
import { policyOutsideLimits } from '../errors/limits.ts';

export const approvalPolicies = ['untrusted', 'on-request', 'never'] as const;
export type ApprovalPolicy = (typeof approvalPolicies)[number];

export interface Permissions {
  readonly sandbox: SandboxMode;
  readonly approvalPolicy: ApprovalPolicy;
  readonly networkAccess: boolean;
  /** Folders, in addition to the working folder, where config.toml allows a workspace-write sandbox to write. */
  readonly writableRoots: readonly string[];
}

/** The permissions a call asks for; each is optional. */
export interface PermissionWishes {
  readonly sandbox?: SandboxMode | undefined;
  readonly approvalPolicy?: ApprovalPolicy | undefined;
  readonly networkAccess?: boolean | undefined;
}

/** What a client can never exceed. */
export interface Bounds {
  readonly ceiling: Ceiling;
  readonly limits: Limits;
  /** The name of its principal, for what is refused. */
  readonly client: string;
}

/**
 * @param wishes what the call asks for
 * @param config the owner's settings in config.toml; where it has none, the engine's own defaults apply (`on-request`
 *   and `read-only`, observed on 0.169.0 for a folder that is not trusted)
 * @throws above-ceiling, policy-outside-limits, naming the wish and how a person can raise the ceiling or the limit
 */
export function decidePermissions(
  wishes: PermissionWishes,
  config: CodexConfig,
  bounds: Bounds,
): Permissions {
  const { ceiling } = bounds;
  const sandbox = decideSandbox(wishes.sandbox, config.sandbox_mode, ceiling);
  return {
    sandbox,
    approvalPolicy: decideApprovalPolicy(wishes.approvalPolicy, config.approval_policy, sandbox, bounds),
    networkAccess: decideNetwork(wishes.networkAccess, config, sandbox, ceiling),
    writableRoots: config.sandbox_workspace_write?.writable_roots ?? [],
  };
}

function decideSandbox(
  wish: SandboxMode | undefined,
  configured: string | undefined,
  ceiling: Ceiling,
): SandboxMode {
  const rank = (mode: SandboxMode) => sandboxModes.indexOf(mode);
  if (wish) {
    if (rank(wish) <= rank(ceiling.sandbox)) return wish;
    throw aboveCeiling(
      `the sandbox \`${wish}\``,
      `at most \`${ceiling.sandbox}\``,
      `\`--max-sandbox ${wish}\``,
    );
  }
  const ofConfig = sandboxModes.find((mode) => mode === configured) ?? 'read-only';
  return rank(ofConfig) <= rank(ceiling.sandbox) ? ofConfig : ceiling.sandbox;
}

function decideApprovalPolicy(
  wish: ApprovalPolicy | undefined,
  configured: string | undefined,
  sandbox: SandboxMode,
  { ceiling, limits, client }: Bounds,
): ApprovalPolicy {
  if (wish) {
    if (!asksEnough(wish, limits)) throw policyOutsideLimits(wish, limits.approvalPolicy ?? '', client);
    if (mayBe(wish, sandbox, ceiling)) return wish;
    throw aboveCeiling(
      `the approval policy \`never\` with the sandbox \`${sandbox}\``,
      '`never` only with `read-only`',
      '`--allow-never`',
    );
  }
  const ofConfig = approvalPolicies.find((policy) => policy === configured) ?? 'on-request';
  const least = limits.approvalPolicy ?? 'on-request';
  return mayBe(ofConfig, sandbox, ceiling) && asksEnough(ofConfig, limits) ? ofConfig : least;
}

function mayBe(policy: ApprovalPolicy, sandbox: SandboxMode, ceiling: Ceiling): boolean {
  return policy !== 'never' || sandbox === 'read-only' || ceiling.allowNever;
}

/** The policies stand in the order in which they ask less and less. */
export function asksEnough(policy: ApprovalPolicy, { approvalPolicy: least }: Limits): boolean {
  return least === undefined || approvalPolicies.indexOf(policy) <= approvalPolicies.indexOf(least);
}

function decideNetwork(
  wish: boolean | undefined,
  config: CodexConfig,
  sandbox: SandboxMode,
  ceiling: Ceiling,
): boolean {
  if (wish && !ceiling.allowNetwork) throw aboveCeiling('network access', 'no network', '`--allow-network`');
  if (wish !== undefined) return wish;
  const isConfigured =
    sandbox === 'workspace-write' && config.sandbox_workspace_write?.network_access === true;
  return isConfigured && ceiling.allowNetwork;
}
