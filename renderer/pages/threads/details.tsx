import { Table } from '@mantine/core';
import type { PastThread } from '../../../server/contract/commands/threads.ts';
import { shortPath } from '../../../server/contract/shown-paths.ts';
import type { ThreadRow } from '../../../server/contract/state.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { words } from '../../words.ts';
import { TokenTable } from './token-table.tsx';

const { fields } = words.threads;

/** A thread's properties and limits. */
export function Details({ thread, row }: { thread: ThreadRow | PastThread; row: ThreadRow | undefined }) {
  const limits = row && !row.isCall ? row : undefined;
  const startedAt = row ? row.startedAt : 'createdAt' in thread ? thread.createdAt : 0;
  const facts: readonly (readonly [string, string | undefined])[] = [
    [fields.client, row?.who ?? ('who' in thread ? thread.who : undefined)],
    [fields.folder, shortPath(thread.folder)],
    [fields.branch, thread.branch],
    [fields.model, thread.model],
    [fields.sandbox, limits && (words.threads.sandboxes[limits.sandbox] ?? limits.sandbox)],
    [fields.approvals, limits && (words.threads.policies[limits.approvalPolicy] ?? limits.approvalPolicy)],
    [fields.network, limits && (limits.network ? words.threads.allowed : words.threads.blocked)],
    [fields.started, startedAt ? words.time.moment(startedAt) : undefined],
    [fields.took, row?.endedAt ? words.time.duration(row.endedAt - row.startedAt) : undefined],
    [fields.id, row?.isCall ? undefined : thread.id],
  ];
  return (
    <>
      <Table withRowBorders={false} verticalSpacing={4} maw={680}>
        <Table.Tbody>
          {facts.map(
            ([name, value]) =>
              value !== undefined && (
                <Table.Tr key={name}>
                  <Table.Th w={150} c="dimmed" fw={400}>
                    {name}
                  </Table.Th>
                  <Table.Td style={{ overflowWrap: 'anywhere' }}>
                    {value} {name === fields.id && <CopyButton text={value} label={words.threads.copyId} />}
                  </Table.Td>
                </Table.Tr>
              ),
          )}
        </Table.Tbody>
      </Table>
      {!row?.isCall && <TokenTable threadId={thread.id} version={`${row?.endedAt}`} />}
    </>
  );
}
