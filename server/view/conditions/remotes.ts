// Remotes that changed, want a sign-in, or cannot be used.
import type { ConditionFix } from '../../contract/conditions.ts';
import type { RemoteRow } from '../../contract/state.ts';
import type { FindConditions, FoundCondition } from './found.ts';

export const findOfRemotes: FindConditions = ({ remotes }) => remotes.flatMap(ofRemote);

function ofRemote(row: RemoteRow): FoundCondition[] {
  const { name: remote, changedTools: tools } = row;
  const fixes: ConditionFix[] = [{ do: 'go', place: { page: 'remotes', remote } }];
  const changed: FoundCondition[] =
    tools.length > 0
      ? // Another change is another condition.
        [
          {
            kind: 'tools-changed',
            id: `tools-changed ${remote} ${tools.join(' ')}`,
            level: 'warning',
            remote,
            tools,
            fixes,
          },
        ]
      : [];
  return [...changed, ...ofStatus(row, fixes)];
}

function ofStatus(
  { name: remote, status, isRequired }: RemoteRow,
  fixes: readonly ConditionFix[],
): FoundCondition[] {
  // Codex starts no thread without one that config.toml requires.
  const level = isRequired ? 'warning' : 'hint';
  switch (status.kind) {
    case 'needs-sign-in':
      return [
        {
          kind: 'remote-needs-sign-in',
          id: `remote-needs-sign-in ${remote}`,
          level,
          remote,
          why: status.why,
          fixes,
        },
      ];
    case 'failed':
    case 'broken': {
      const why = status.kind === 'failed' ? status.why : status.reason;
      return [{ kind: 'remote-failed', id: `remote-failed ${remote}`, level, remote, why, fixes }];
    }
    default:
      return [];
  }
}
