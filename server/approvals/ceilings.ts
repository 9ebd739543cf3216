// What a thread may do: the call's wish, otherwise config.toml's setting, limited by the principal's ceiling. A wish
// above the ceiling is refused by name; a default above it is lowered silently, since nobody asked for it.

import type { CodexConfig } from '../config/codex-config.ts';
import { type Ceiling, type SandboxMode, sandboxModes } from '../contract/ceiling.ts';
import { aboveCeiling } from '../errors/errors.ts';

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

/**
 * @param wishes what the call asks for
 * @param config the owner's settings in config.toml; where it has none, the engine's own defaults apply (`on-request`
 *   and `read-only`, observed on 0.169.0 for a folder that is not trusted)
 * @throws above-ceiling, naming the wish and how a person can raise the ceiling
 */
export function decidePermissions(
  wishes: PermissionWishes,
  config: CodexConfig,
  ceiling: Ceiling,
): Permissions {
  const sandbox = decideSandbox(wishes.sandbox, config.sandbox_mode, ceiling);
  return {
    sandbox,
    approvalPolicy: decideApprovalPolicy(wishes.approvalPolicy, config.approval_policy, sandbox, ceiling),
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
  ceiling: Ceiling,
): ApprovalPolicy {
  const isAllowed = (policy: ApprovalPolicy) =>
    policy !== 'never' || sandbox === 'read-only' || ceiling.allowNever;
  if (wish) {
    if (isAllowed(wish)) return wish;
    throw aboveCeiling(
      `the approval policy \`never\` with the sandbox \`${sandbox}\``,
      '`never` only with `read-only`',
      '`--allow-never`',
    );
  }
  const ofConfig = approvalPolicies.find((policy) => policy === configured) ?? 'on-request';
  return isAllowed(ofConfig) ? ofConfig : 'on-request';
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
