// Where a rule counts, for whom and how long.
import path from 'node:path';
import { isInside } from '../../base/paths-inside.ts';
import type { Approval } from '../approval.ts';
import { type Checkout, checkoutOf } from './checkout.ts';
import type { Rule, RuleScope } from './rule.ts';

/** The question as scopes look at it. */
export type Asked = Pick<Approval, 'principal' | 'threadId' | 'turnId'>;

/** Looks at each folder once. */
export type Checkouts = (folder: string) => Checkout | undefined;

export function lookAtCheckouts(): Checkouts {
  const known = new Map<string, Checkout | undefined>();
  return (folder) => {
    if (!known.has(folder)) known.set(folder, checkoutOf(folder));
    return known.get(folder);
  };
}

/** @param now in ms since 1970 */
export function isOver({ until }: Pick<Rule, 'until'>, now: number): boolean {
  return until.kind === 'day' && Date.parse(until.endsAt) <= now;
}

/** Whether it counts for this client, thread and turn, now. */
export function countsFor(rule: Rule, asked: Asked, now: number): boolean {
  const { scope, until } = rule;
  if (rule.isPaused || isOver(rule, now)) return false;
  if (scope.client && scope.client.id !== asked.principal) return false;
  if (until.kind === 'thread') return until.threadId === asked.threadId;
  return until.kind !== 'turn' || (until.threadId === asked.threadId && until.turnId === asked.turnId);
}

/** @returns why it does not count for this client, thread and turn at this place, as a clause */
export function whyNotHere(
  rule: Rule,
  asked: Asked,
  { at, now }: { readonly at: string; readonly now: number },
): string | undefined {
  const { scope, until } = rule;
  if (isOver(rule, now)) return 'its time is over';
  if (scope.client && scope.client.id !== asked.principal) return `it is for ${scope.client.name} alone`;
  if (until.kind === 'turn' || until.kind === 'thread')
    return countsFor(rule, asked, now) ? undefined : `it is for one ${until.kind} alone`;
  const isInScope = folderOfScope(scope, at, lookAtCheckouts(), rule.decision !== 'allow') !== undefined;
  return isInScope ? undefined : `it counts in ${scope.folder}`;
}

/**
 * The folder that the rule's own stands for at this place: itself, or the same one in another worktree.
 * @param at a real path; undefined where nobody knows it, as for a client's own call of a tool
 * @param isLenient for what denies or asks: it counts where nobody knows the place, and a worktree is believed what only
 *   it says
 * @returns undefined outside of it; `/` for a rule that counts everywhere
 */
export function folderOfScope(
  scope: RuleScope,
  at: string | undefined,
  checkouts: Checkouts,
  isLenient: boolean,
): string | undefined {
  const { folder, repository } = scope;
  if (folder === undefined || folder === '/') return '/';
  if (at === undefined) return isLenient ? folder : undefined;
  if (at === '') return undefined;
  if (isInside(at, folder)) return folder;
  if (!repository) return undefined;
  const checkout = checkouts(at);
  if (checkout?.commonFolder !== repository.commonFolder || !(checkout.isProven || isLenient))
    return undefined;
  const same = path.join(checkout.root, repository.within);
  return isInside(at, same) ? same : undefined;
}

/** @param folder a real path */
export function scopeOfFolder(folder: string): Pick<RuleScope, 'folder' | 'repository'> {
  const checkout = checkoutOf(folder);
  if (!checkout?.isProven) return { folder };
  const { root, commonFolder } = checkout;
  return { folder, repository: { commonFolder, within: path.relative(root, folder) } };
}
