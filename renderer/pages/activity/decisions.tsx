import { Badge, Button, Group, Table, Text } from '@mantine/core';
import { IconGavel } from '@tabler/icons-react';
import { useState } from 'react';
import type { PastDecision } from '../../../server/contract/commands/approvals.ts';
import { folderName, shortPath } from '../../../server/contract/shown-paths.ts';
import { makeVisible } from '../../../server/contract/visible.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { LoadProblem } from '../../components/load-problem.tsx';
import { Rows } from '../../components/rows.tsx';
import { RuleMention } from '../../components/rule-mention.tsx';
import { VisibleText } from '../../components/visible-text.tsx';
import { type HostLink, type Outcome, useHost, useReadyState } from '../../host/host-context.tsx';
import { useLoaded } from '../../host/use-loaded.ts';
import { useNavigation } from '../../navigation.tsx';
import { words } from '../../words.ts';
import { type DecisionFilter, DecisionFilters } from './decision-filters.tsx';

const PAGE = 100;
const MAX_AT_ONCE = 500;

/** The audit file, the newest first: what, who, how, how fast. */
export function Decisions() {
  const { handledToday } = useReadyState();
  const { ask } = useHost();
  const { go } = useNavigation();
  const [pages, setPages] = useState(1);
  const [filter, setFilter] = useState<DecisionFilter>({});
  const [loaded, reload] = useLoaded(
    () => newest(ask, pages * PAGE, filter),
    `${pages} ${handledToday} ${JSON.stringify(filter)}`,
  );
  if (loaded.kind === 'loading') return <Rows />;
  if (loaded.kind === 'failed') return <LoadProblem error={loaded.error} onRetry={reload} />;
  const { decisions, total, choices } = loaded.value;
  if (choices.kinds.length === 0) {
    return (
      <EmptyState icon={IconGavel} title={words.activity.none} hint={words.activity.noneHint}>
        <Button variant="default" onClick={() => go({ page: 'inbox' })}>
          {words.activity.toInbox}
        </Button>
      </EmptyState>
    );
  }
  return (
    <>
      <DecisionFilters
        filter={filter}
        choices={choices}
        onChange={(changed) => {
          setFilter(changed);
          setPages(1);
        }}
      />
      {total === 0 && (
        <EmptyState icon={IconGavel} title={words.activity.nothingFound}>
          <Button variant="default" onClick={() => setFilter({})}>
            {words.activity.clearFilters}
          </Button>
        </EmptyState>
      )}
      {total > 0 && (
        <Table.ScrollContainer minWidth={600} scrollAreaProps={{ type: 'auto' }}>
          <Table verticalSpacing={6}>
            <Table.Thead>
              <Table.Tr>
                {words.activity.columns.map((column) => (
                  <Table.Th key={column}>{column}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {decisions.map((decision) => (
                <Row key={`${decision.id} ${decision.at}`} decision={decision} />
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {pages * PAGE < total && (
        <Group justify="center" mt="md">
          <Button variant="default" onClick={() => setPages(pages + 1)}>
            {words.activity.older}
          </Button>
        </Group>
      )}
    </>
  );
}

/** The number that one command returns. */
async function newest(
  ask: HostLink['ask'],
  count: number,
  filter: DecisionFilter,
): Promise<Outcome<'decisions'>> {
  const decisions: PastDecision[] = [];
  for (let start = 0; ; start += MAX_AT_ONCE) {
    const limit = Math.min(count - start, MAX_AT_ONCE);
    const outcome = await ask('decisions', { start, limit, ...filter });
    if (!outcome.ok) return outcome;
    const { total, choices } = outcome.value;
    decisions.push(...outcome.value.decisions);
    if (start + limit >= Math.min(count, total)) return { ok: true, value: { decisions, total, choices } };
  }
}

function Row({ decision }: { decision: PastDecision }) {
  const { at, what, kind, client, folder, verdict, edited } = decision;
  const { by, means, afterMs, isTooFast, reason, rules } = decision;
  const isYes = verdict.startsWith('approve');
  const known: Readonly<Record<string, string>> = words.approval.verdicts;
  return (
    <Table.Tr>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>{words.time.moment(at)}</Table.Td>
      <Table.Td>
        <Badge color={isYes ? 'green' : 'red'}>{known[verdict] ?? verdict}</Badge>
      </Table.Td>
      <Table.Td style={{ overflowWrap: 'anywhere' }}>
        <Text {...(kind === 'command' && { ff: 'monospace' })} size="xs" lineClamp={2}>
          <VisibleText>{what}</VisibleText>
        </Text>
        {edited && (
          <Text size="xs" c="dimmed" lineClamp={2}>
            {words.activity.approvedInstead} <VisibleText>{edited}</VisibleText>
          </Text>
        )}
        {reason && (
          <Text size="xs" c="dimmed" lineClamp={2}>
            <VisibleText>{reason}</VisibleText>
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Text size="xs" lineClamp={2} title={makeVisible(client)}>
          <VisibleText>{client}</VisibleText>
        </Text>
        {folder && (
          <Text size="xs" c="dimmed" lineClamp={2} title={shortPath(folder)}>
            {folderName(folder)}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        {rules ? words.rules.yourRule : words.activity.by(by, means)}
        {rules?.map((id) => (
          <RuleMention key={id} id={id} name={by} />
        ))}
        {isTooFast && (
          <Text size="xs" c="var(--pb-ansi-yellow)">
            {words.activity.tooFast}
          </Text>
        )}
      </Table.Td>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>{words.time.duration(afterMs)}</Table.Td>
    </Table.Tr>
  );
}
