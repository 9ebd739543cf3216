// What the arguments of a call become: the options of its thread. The call's wishes come over the profile's and
// config.toml's settings, within everything a person has set for its client. Whatever the arguments say, nothing above
// that leaves here. Pure, except that links are followed.
import { type Bounds, decidePermissions } from '../../approvals/ceilings.ts';
import { decideModel, foldersWithin, requireFolder } from '../../approvals/limits.ts';
import { applyMode } from '../../approvals/modes.ts';
import type { CodexConfig } from '../../config/codex-config.ts';
import type { ThreadOptions } from '../../engine/threads/options.ts';
import type { PrincipalPolicy } from './call.ts';
import { readCallConfig } from './call-config.ts';
import type { CodexArguments } from './codex-arguments.ts';

/**
 * @param options.ownerConfig config.toml with the profile over it
 * @param options.cwd real and absolute
 * @param options.client the name of the principal
 * @throws config-keys-refused, above-ceiling, and what the limits refuse (`errors/limits.ts`)
 */
export function threadOptionsWithin(options: {
  parsed: CodexArguments;
  ownerConfig: CodexConfig;
  policy: Pick<PrincipalPolicy, 'ceiling' | 'limits' | 'mode'>;
  cwd: string;
  client: string;
}): ThreadOptions {
  const { parsed, ownerConfig, policy, cwd, client } = options;
  const bounds: Bounds = { ...policy, client };
  const callConfig = readCallConfig(parsed.config);
  const wishes = { ...withoutUndefined(callConfig.wishes), ...parsed.wishes };
  const permissions = applyMode(decidePermissions(wishes, ownerConfig, bounds), policy.mode);
  const { settings } = callConfig;
  const model = decideModel([parsed.model, textOf(settings['model'])], ownerConfig.model, bounds);
  requireFolder(cwd, bounds);
  const { baseInstructions, developerInstructions, compactPrompt, profile } = parsed;
  return {
    ...permissions,
    writableRoots: foldersWithin(permissions.writableRoots, bounds),
    cwd,
    ...withoutUndefined({ model, baseInstructions, developerInstructions, profile }),
    config: {
      ...settings,
      ...(compactPrompt !== undefined && { compact_prompt: compactPrompt }),
    },
  };
}

function textOf(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : String(value);
}

function withoutUndefined<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as never;
}
