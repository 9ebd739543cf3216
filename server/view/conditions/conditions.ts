// The one list of conditions, made of the state alone.
import type { Condition, ConditionLevel } from '../../contract/conditions.ts';
import type { HostState } from '../../contract/state.ts';
import { findOfClients } from './clients.ts';
import type { FindConditions } from './found.ts';
import { findOfRemotes } from './remotes.ts';
import { findOfService } from './service.ts';
import { findOfTurns } from './turns.ts';

const findOfNotices: FindConditions = ({ notices }) =>
  notices.map(({ id, level, text, at }) => ({
    kind: 'notice',
    id,
    level,
    text,
    since: at,
    fixes: [{ do: 'dismiss', id }],
  }));

const subjects: readonly FindConditions[] = [
  findOfService,
  findOfTurns,
  findOfRemotes,
  findOfClients,
  findOfNotices,
];

const levels: readonly ConditionLevel[] = ['error', 'warning', 'info', 'hint'];

/**
 * The worst first, and of those alike the newest.
 * @param state those of before are in it: one whose cause goes on has been there since then
 * @param now in ms since 1970
 * @returns the list of before, if nothing has changed
 */
export function conditionsOf(state: HostState, now: number): readonly Condition[] {
  const before = new Map(state.conditions.map(({ id, since }) => [id, since]));
  const conditions = subjects
    .flatMap((find) => find(state, now))
    .map((found): Condition => ({ ...found, since: found.since ?? before.get(found.id) ?? now }))
    .sort((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level) || b.since - a.since);
  return JSON.stringify(conditions) === JSON.stringify(state.conditions) ? state.conditions : conditions;
}
