// The rules of a host as the window uses them.
import type { Rule } from '../../approvals/rules/rule.ts';
import type { HostRules } from '../../host/rules.ts';

export type WindowRules = Pick<HostRules, 'list' | 'change' | 'keep' | 'contextOf'>;

/** Those that count now. @throws file-broken, file-newer */
export async function activeRules(rules: Pick<HostRules, 'list'>): Promise<Rule[]> {
  return (await rules.list()).flatMap(({ rule, state }) => (state.kind === 'active' ? [rule] : []));
}
