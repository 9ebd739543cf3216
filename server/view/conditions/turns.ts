// Turns and calls: those that need the person while they run, and clients whose calls fail.
import type { ConditionFix } from '../../contract/conditions.ts';
import { blockedCallOf } from '../../contract/selectors.ts';
import type { HostState, ThreadRow } from '../../contract/state.ts';
import type { FindConditions, FoundCondition } from './found.ts';

/** The principal where no token is required. */
const ANONYMOUS = 'anonymous';

export const findOfTurns: FindConditions = (state) => [
  ...state.threads.flatMap(ofRunning),
  ...ofFailed(state),
];

function ofRunning({ id, title, left, silentSince }: ThreadRow): FoundCondition[] {
  const open: ConditionFix = { do: 'go', place: { page: 'threads', threadId: id } };
  const found: FoundCondition[] = [];
  if (left) {
    found.push({
      kind: 'client-left',
      id: `client-left ${id}`,
      level: 'warning',
      ...left,
      title: title || 'Thread',
      fixes: [open, { do: 'keep-going', threadId: id }],
    });
  }
  if (silentSince !== undefined) {
    found.push({
      kind: 'turn-silent',
      id: `turn-silent ${id}`,
      level: 'warning',
      title: title || 'Thread',
      silentSince,
      since: silentSince,
      fixes: [open, { do: 'stop-turn', threadId: id }],
    });
  }
  return found;
}

/** A turn that ends well is the end of it, and a client that is no longer known fails no more. */
function ofFailed({ threads, account, principals }: HostState): FoundCondition[] {
  const callers = new Set(threads.flatMap(({ principal, blocked }) => (blocked ? [principal] : [])));
  return [...callers].flatMap((principal): FoundCondition[] => {
    const last = blockedCallOf(threads, principal);
    const isKnown = principal === ANONYMOUS || principals.some(({ id }) => id === principal);
    if (!last?.blocked || !isKnown) return [];
    const { why, at, needs } = last.blocked;
    // Then it is said already.
    if (needs === 'sign-in' && account.kind === 'signed-out') return [];
    const open: ConditionFix = { do: 'go', place: { page: 'threads', threadId: last.id } };
    const signIn: ConditionFix = { do: 'go', place: { page: 'settings' } };
    const fixes = needs === 'sign-in' ? [signIn, open] : [open];
    const id = `calls-fail ${principal}`;
    return [{ kind: 'calls-fail', id, level: 'error', who: last.who, why, since: at, fixes }];
  });
}
