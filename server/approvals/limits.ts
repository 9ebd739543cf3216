// Whether what a thread is, or is to be, lies within the limits of its client: its folder and its model. Its permissions
// are decided in ceilings.ts.
import { isInside } from '../base/paths-inside.ts';
import { realPath } from '../base/real-path.ts';
import { type SandboxMode, sandboxModes } from '../contract/ceiling.ts';
import type { Mode } from '../contract/mode.ts';
import { aboveCeiling } from '../errors/calls.ts';
import { folderOutsideLimits, modelOutsideLimits, policyOutsideLimits } from '../errors/limits.ts';
import { asksEnough, type Bounds, type Permissions } from './ceilings.ts';

/**
 * The folder is followed through links; the allowed ones are real paths since they were set. So neither a link inside an
 * allowed folder nor one put in its place leads out of it.
 * @param folder absolute
 * @throws folder-outside-limits
 */
export function requireFolder(folder: string, { limits: { folders }, client }: Bounds): void {
  if (!folders) return;
  const real = realPath(folder);
  if (!folders.some((allowed) => isInside(real, allowed))) {
    throw folderOutsideLimits(folder, folders, client);
  }
}

/**
 * Folders that the owner's settings let a sandbox write to; nobody asked for them, so those beyond are left out.
 * @returns real paths where the client's folders are limited
 */
export function foldersWithin(folders: readonly string[], { limits }: Pick<Bounds, 'limits'>): string[] {
  const { folders: allowed } = limits;
  if (!allowed) return [...folders];
  return folders.map(realPath).filter((real) => allowed.some((folder) => isInside(real, folder)));
}

/**
 * @param wishes the model the call names as its argument, and the one in its `config`; either is enough to refuse it
 * @param configured the model of the profile or config.toml
 * @returns the model to set over all others; undefined leaves it to the engine
 * @throws model-outside-limits
 */
export function decideModel(
  wishes: readonly [argument: string | undefined, inConfig: string | undefined],
  configured: string | undefined,
  { limits: { models }, client }: Bounds,
): string | undefined {
  if (!models) return wishes[0];
  const named = wishes.filter((wish) => wish !== undefined);
  const refused = named.find((wish) => !models.includes(wish));
  if (refused !== undefined) throw modelOutsideLimits(refused, models, client);
  const byDefault = configured !== undefined && models.includes(configured) ? configured : models[0];
  return named[0] ?? byDefault;
}

/** A thread as it was started, perhaps under other limits. */
export interface StartedThread extends Permissions {
  readonly cwd: string;
  /** The model it uses; undefined when nobody chose one. */
  readonly model: string | undefined;
}

/**
 * @param mode what the person has set since; in Look only, threads ask nothing because they change nothing
 * @throws above-ceiling, folder-outside-limits, policy-outside-limits, model-outside-limits
 */
export function requireThread(thread: StartedThread, bounds: Bounds, mode: Mode): void {
  const { sandbox, approvalPolicy, networkAccess, writableRoots, cwd, model } = thread;
  const { ceiling, limits, client } = bounds;
  const { models } = limits;
  const rank = (one: SandboxMode) => sandboxModes.indexOf(one);
  if (rank(sandbox) > rank(ceiling.sandbox)) {
    throw aboveCeiling(
      `a thread with the sandbox \`${sandbox}\``,
      `at most \`${ceiling.sandbox}\``,
      `\`--max-sandbox ${sandbox}\``,
    );
  }
  if (networkAccess && !ceiling.allowNetwork) {
    throw aboveCeiling('a thread with network access', 'no network', '`--allow-network`');
  }
  if (approvalPolicy === 'never' && sandbox !== 'read-only' && !ceiling.allowNever) {
    throw aboveCeiling(
      `a thread with the approval policy \`never\` and the sandbox \`${sandbox}\``,
      '`never` only with `read-only`',
      '`--allow-never`',
    );
  }
  const onlyLooks = mode === 'look-only' && sandbox === 'read-only';
  if (!onlyLooks && !asksEnough(approvalPolicy, limits)) {
    throw policyOutsideLimits(approvalPolicy, limits.approvalPolicy ?? '', client);
  }
  for (const folder of [cwd, ...(sandbox === 'workspace-write' ? writableRoots : [])])
    requireFolder(folder, bounds);
  if (models && !(model !== undefined && models.includes(model))) {
    throw modelOutsideLimits(model, models, client);
  }
}
