// Remotes that changed, want a sign-in, or cannot be used.
import type { ConditionFix } from '../../contract/conditions.ts';
import type { RemoteRow } from '../../contract/state.ts';
import type { FindConditions, FoundCondition } from './found.ts';

export const findOfRemotes: FindConditions = ({ remotes }) => remotes.flatMap(ofRemote);

function ofRemote(row: RemoteRow): FoundCondition[] {
  const { name: remote, changedTools } = row;
  const fixes: ConditionFix[] = [{ do: 'go', place: { page: 'remotes', remote } }];
  // Whoever reviews a change sees its words too.
  const suspectTools = row.suspectTools.filter((tool) => !changedTools.includes(tool));
  const toReview = (kind: 'tools-changed' | 'tools-suspect', tools: readonly string[]): FoundCondition[] =>
    // Another tool is another condition.
    tools.length > 0
      ? [{ kind, id: `${kind} ${remote} ${tools.join(' ')}`, level: 'warning', remote, tools, fixes }]
      : [];
  return [
    ...toReview('tools-changed', changedTools),
    ...toReview('tools-suspect', suspectTools),
    ...ofStatus(row, fixes),
  ];
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
