// The `config` argument of a call. Arguments are untrusted: passed through whole, `mcp_servers.x.command`, `notify`
// and `model_providers.x.auth.command` ran programs outside the sandbox (observed on 0.169.0 and 0.153.4). So only
// keys on this list reach the engine. They choose how the model thinks and writes, nothing else.
import type { ApprovalPolicy, PermissionWishes } from '../../approvals/ceilings.ts';
import { approvalPolicies } from '../../approvals/ceilings.ts';
import { sandboxModes } from '../../contract/ceiling.ts';
import { configKeysRefused } from '../../errors/errors.ts';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** Dotted paths of config.toml keys, as on 0.169.0. */
const ALLOWED_KEYS: readonly string[] = [
  'model',
  'model_reasoning_effort',
  'model_reasoning_summary',
  'model_verbosity',
  'model_context_window',
  'model_auto_compact_token_limit',
  'plan_mode_reasoning_effort',
  'service_tier',
  'personality',
  'instructions',
  'developer_instructions',
  'compact_prompt',
  'web_search',
  'tools.web_search',
  'tools.view_image',
  'tool_output_token_limit',
  'hide_agent_reasoning',
  'show_raw_agent_reasoning',
];

/** Keys that mean the same as an argument of the tool, and are held under the same ceiling. */
const PERMISSION_KEYS: readonly string[] = [
  'approval_policy',
  'sandbox_mode',
  'sandbox_workspace_write.network_access',
];

export interface CallConfig {
  /** Checked settings for the engine, by dotted path. */
  readonly settings: Readonly<Record<string, Json>>;
  readonly wishes: PermissionWishes;
}

/**
 * @param config nested, dotted, or both, as real callers write it
 * @throws config-keys-refused, naming every key that is not on the list
 */
export function readCallConfig(config: Readonly<Record<string, Json>>): CallConfig {
  const leaves = flatten(config);
  const refused = leaves.filter(([key, value]) => !isAllowed(key, value)).map(([key]) => key);
  if (refused.length > 0) throw configKeysRefused(refused, [...ALLOWED_KEYS, ...PERMISSION_KEYS]);
  const values = Object.fromEntries(leaves);
  return {
    settings: Object.fromEntries(leaves.filter(([key]) => ALLOWED_KEYS.includes(key))),
    wishes: {
      sandbox: sandboxModes.find((mode) => mode === values['sandbox_mode']),
      approvalPolicy: approvalPolicyOf(values['approval_policy']),
      networkAccess: values['sandbox_workspace_write.network_access'] as boolean | undefined,
    },
  };
}

/** The engine no longer has `on-failure`; `on-request` is the closest policy. */
export function approvalPolicyOf(word: unknown): ApprovalPolicy | undefined {
  return word === 'on-failure' ? 'on-request' : approvalPolicies.find((policy) => policy === word);
}

function isAllowed(key: string, value: Json): boolean {
  switch (key) {
    case 'sandbox_mode':
      return sandboxModes.some((mode) => mode === value);
    case 'approval_policy':
      return approvalPolicyOf(value) !== undefined;
    case 'sandbox_workspace_write.network_access':
      return typeof value === 'boolean';
    default:
      return ALLOWED_KEYS.includes(key) && (typeof value !== 'object' || value === null);
  }
}

/** Every leaf with its dotted path. Arrays are leaves. */
function flatten(value: Readonly<Record<string, Json>>, prefix = ''): [string, Json][] {
  return Object.entries(value).flatMap(([key, inner]): [string, Json][] => {
    const path = prefix ? `${prefix}.${key}` : key;
    const isTable = typeof inner === 'object' && inner !== null && !Array.isArray(inner);
    return isTable && Object.keys(inner).length > 0 ? flatten(inner, path) : [[path, inner]];
  });
}
