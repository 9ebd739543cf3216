import { Table } from '@mantine/core';
import type { ApprovalCard } from '../../../server/contract/approval-card.ts';
import { capNames } from '../../../server/contract/leash.ts';
import { cappedText } from '../../../server/contract/leash-words.ts';
import { words } from '../../words.ts';

/** What the turn has spent, and the limit it has reached. */
export function SpentOfLeash({ subject }: { subject: Extract<ApprovalCard['subject'], { kind: 'leash' }> }) {
  const { cap, limit, spent } = subject;
  return (
    <Table withRowBorders={false} verticalSpacing={4} maw={420} aria-label={words.leash.spent}>
      <Table.Tbody>
        {capNames.map((name) => (
          <Table.Tr key={name}>
            <Table.Th w={130} c="dimmed" fw={400}>
              {words.leash.names[name]}
            </Table.Th>
            <Table.Td fw={name === cap ? 700 : 400}>
              {cappedText(name, spent[name], name === cap ? limit : undefined)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
