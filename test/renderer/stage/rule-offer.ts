import type { ApprovalCard } from '../../../server/contract/approval-card.ts';
import type { CommandResult } from '../../../server/contract/commands.ts';
import type { OfferedPart } from '../../../server/contract/rules.ts';

/** What the host offers a rule for: nothing dangerous, and no kind of question that only a person can answer. */
export function ruleOffer(card: ApprovalCard | undefined): CommandResult<'rule-offer'> {
  const part = card && card.dangers.length === 0 && partOf(card.subject);
  if (!part) return {};
  return {
    offer: {
      parts: [part],
      folders: [card.folder],
      client: card.who,
      untils: ['turn', 'thread', 'day', 'revoked'],
    },
  };
}

function partOf(subject: ApprovalCard['subject']): OfferedPart | undefined {
  switch (subject.kind) {
    case 'command':
      return { kind: 'one-of', choices: ['`npm test -- --runInBand`', '`npm test` and what follows'] };
    case 'patch':
      return { kind: 'one-of', choices: ['src/retry.ts and 2 others', 'src/*', '**'] };
    case 'tool':
      return {
        kind: 'tool',
        name: `${subject.server}/${subject.tool}`,
        arguments: Object.entries(subject.arguments ?? {}).map(([name, value]) => ({
          name,
          value: JSON.stringify(value),
        })),
      };
    default:
      return undefined;
  }
}
