import { Button, Group, Loader, Stack, Table, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { useState } from 'react';
import type { CommandResult } from '../../../server/contract/commands.ts';
import { Prose } from '../../components/prose.tsx';
import { useCommand } from '../../host/use-command.ts';
import { words } from '../../words.ts';

type Checks = CommandResult<'check-health'>;

const icons = { ok: IconCircleCheck, warning: IconAlertTriangle, failed: IconCircleX } as const;
const colors = {
  ok: 'var(--pb-good)',
  warning: 'var(--pb-ansi-yellow)',
  failed: 'var(--pb-danger)',
} as const;

/** The checks of `patchbay doctor`, on request. */
export function HealthChecks() {
  const [check, isBusy] = useCommand('check-health');
  const [checks, setChecks] = useState<Checks>();
  const text = words.settings.health;
  async function run() {
    const outcome = await check({});
    if (outcome.ok) setChecks(outcome.value);
  }
  return (
    <Stack gap="xs" align="flex-start">
      <Group gap="sm">
        <Button variant="default" disabled={isBusy} onClick={run}>
          {checks ? text.checkAgain : text.check}
        </Button>
        <Text size="xs" c="dimmed" role="status">
          {isBusy ? text.checking : checks && text.outcome(checks)}
        </Text>
        {isBusy && <Loader size="xs" aria-hidden />}
      </Group>
      {checks && (
        <Table withRowBorders={false} verticalSpacing={4} aria-label={text.checks}>
          <Table.Tbody>
            {checks.map(({ name, outcome, text: found }) => (
              <Table.Tr key={name}>
                <Table.Td w={28} style={{ verticalAlign: 'top' }}>
                  <Mark outcome={outcome} />
                </Table.Td>
                <Table.Th fw={400} w={130} style={{ verticalAlign: 'top' }}>
                  {name}
                </Table.Th>
                <Table.Td style={{ overflowWrap: 'anywhere' }}>
                  <Text {...(outcome === 'ok' && { c: 'dimmed' })}>
                    <Prose>{found}</Prose>
                  </Text>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Stack>
  );
}

function Mark({ outcome }: { outcome: Checks[number]['outcome'] }) {
  const Icon = icons[outcome];
  return (
    <Icon size={16} color={colors[outcome]} role="img" aria-label={words.settings.health.outcomes[outcome]} />
  );
}
