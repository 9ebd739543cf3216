// Whether a change lets a client do more than before. At a terminal only such a change needs the person: what takes away
// needs nobody.
import { isInside } from '../base/paths-inside.ts';
import { type Ceiling, sandboxModes } from '../contract/ceiling.ts';
import { capNames, DEFAULT_STALL_MINUTES, type Leash } from '../contract/leash.ts';
import { type Limits, limitPolicies, limitsTools, toolTiers } from '../contract/limits.ts';
import { expiresAt, type TokenExpiry } from '../contract/token-expiry.ts';

/** What may change: its value before and after; an absent member does not change. */
export interface ClientChanges {
  readonly ceiling?: { readonly before: Ceiling; readonly after: Ceiling };
  readonly limits?: { readonly before: Limits; readonly after: Limits };
  readonly leash?: { readonly before: Leash; readonly after: Leash };
  readonly expiry?: { readonly before: TokenExpiry; readonly endsAt?: number; readonly after: TokenExpiry };
}

/**
 * @param changes.expiry.endsAt when the token expires without the change, in ms since 1970; absent for never
 * @param now in ms since 1970
 */
export function isWidening({ ceiling, limits, leash, expiry }: ClientChanges, now: number): boolean {
  return (
    (ceiling !== undefined && isWiderCeiling(ceiling.before, ceiling.after)) ||
    (limits !== undefined && areWiderLimits(limits.before, limits.after)) ||
    (leash !== undefined && isLongerLeash(leash.before, leash.after)) ||
    (expiry !== undefined && isLaterExpiry(expiry, now))
  );
}

function isWiderCeiling(before: Ceiling, after: Ceiling): boolean {
  return (
    sandboxModes.indexOf(after.sandbox) > sandboxModes.indexOf(before.sandbox) ||
    (after.allowNever && !before.allowNever) ||
    (after.allowNetwork && !before.allowNetwork)
  );
}

/** Silence that is reported later hides more. */
function isLongerLeash(before: Leash, after: Leash): boolean {
  const stall = ({ stallMinutes = DEFAULT_STALL_MINUTES }: Leash) => stallMinutes;
  return stall(after) > stall(before) || capNames.some((cap) => isHigher(before[cap], after[cap]));
}

function areWiderLimits(before: Limits, after: Limits): boolean {
  return (
    hasMore(before.folders, after.folders, isInside) ||
    hasMore(before.remotes, after.remotes) ||
    hasMore(before.models, after.models) ||
    isHigher(before.mostTurns, after.mostTurns) ||
    isHigher(indexIn(limitPolicies, before.approvalPolicy), indexIn(limitPolicies, after.approvalPolicy)) ||
    (before.codexTools === false && after.codexTools !== false) ||
    hasMoreTools(before, after)
  );
}

/** A tool that is named may be one of the tier; it counts as more all the same. */
function hasMoreTools(before: Limits, after: Limits): boolean {
  if (!limitsTools(before)) return false;
  if (!limitsTools(after)) return true;
  const tier = ({ toolTier }: Limits) => (toolTier === undefined ? -1 : toolTiers.indexOf(toolTier));
  return tier(after) > tier(before) || hasMore(before.tools ?? [], after.tools ?? []);
}

/** An absent list is everything. */
function hasMore(
  before: readonly string[] | undefined,
  after: readonly string[] | undefined,
  isCovered: (one: string, by: string) => boolean = (one, by) => one === by,
): boolean {
  if (before === undefined) return false;
  return after === undefined || after.some((one) => !before.some((by) => isCovered(one, by)));
}

/** An absent number is no limit. */
function isHigher(before: number | undefined, after: number | undefined): boolean {
  return before !== undefined && (after === undefined || after > before);
}

function indexIn<T>(all: readonly T[], one: T | undefined): number | undefined {
  return one === undefined ? undefined : all.indexOf(one);
}

function isLaterExpiry(
  { before, endsAt, after }: NonNullable<ClientChanges['expiry']>,
  now: number,
): boolean {
  // Use moves this end on, and did not move the one before.
  if (before.kind === 'at' && after.kind === 'unused') return true;
  return isHigher(endsAt, expiresAt(after, now));
}
