import type { ConditionFacts, ConditionFix, ConditionLevel } from '../../contract/conditions.ts';
import type { HostState } from '../../contract/state.ts';

/** A condition as the state shows it. */
export type FoundCondition = ConditionFacts & {
  readonly id: string;
  readonly level: ConditionLevel;
  readonly fixes: readonly ConditionFix[];
  /** Where the state knows it, in ms since 1970. */
  readonly since?: number;
};

/** Looks for the conditions of one subject. Pure: what the state no longer shows is over. @param now in ms since 1970 */
export type FindConditions = (state: HostState, now: number) => readonly FoundCondition[];
