// Clients that cannot connect or start anything, and none at all.
import type { ConditionFix } from '../../contract/conditions.ts';
import type { PrincipalRow } from '../../contract/state.ts';
import type { FindConditions, FoundCondition } from './found.ts';

const open: ConditionFix = { do: 'go', place: { page: 'clients' } };

export const findOfClients: FindConditions = ({ server, clients, knocks, principals }, now) => [
  ...(clients.length === 0 && server.kind === 'running'
    ? [{ kind: 'no-client', id: 'no-client', level: 'hint', fixes: [open] } as const]
    : []),
  ...knocks.map(
    ({ name, count, at }): FoundCondition => ({
      kind: 'client-refused',
      id: `client-refused ${name}`,
      level: 'hint',
      client: name,
      count,
      since: at,
      fixes: [open],
    }),
  ),
  ...principals.flatMap((principal) => ofPrincipal(principal, now)),
];

function ofPrincipal({ id, name: client, isPaused, expiresAt }: PrincipalRow, now: number): FoundCondition[] {
  const found: FoundCondition[] = [];
  if (isPaused) {
    found.push({
      kind: 'client-paused',
      id: `client-paused ${id}`,
      level: 'hint',
      client,
      fixes: [{ do: 'resume-client', id }, open],
    });
  }
  if (expiresAt !== undefined && expiresAt <= now) {
    found.push({
      kind: 'token-expired',
      id: `token-expired ${id}`,
      level: 'hint',
      client,
      since: expiresAt,
      fixes: [open],
    });
  }
  return found;
}
