import { Button, Group, Stack, Table, Text } from '@mantine/core';
import { shortPath } from '../../../server/contract/shown-paths.ts';
import { ConditionList } from '../../components/condition-list.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { useHost, useReadyState } from '../../host/host-context.tsx';
import { words } from '../../words.ts';
import { HealthChecks } from './health-checks.tsx';

/** Where the files are, and whether something is wrong. */
export function HealthSection() {
  const { places, conditions } = useReadyState();
  const { run } = useHost();
  const text = words.settings.health;
  const folders = [
    [text.home, places.patchbayHome],
    [text.codexHome, places.codexHome],
    [text.logs, places.logs],
  ] as const;
  return (
    <Stack gap="xs">
      {conditions.length > 0 ? (
        <ConditionList conditions={conditions} />
      ) : (
        <Text c="dimmed">{words.conditions.none}</Text>
      )}
      <Table withRowBorders={false} verticalSpacing={4}>
        <Table.Tbody>
          {folders.map(([name, path]) => (
            <Table.Tr key={name}>
              <Table.Th fw={400} c="dimmed" w={130}>
                {name}
              </Table.Th>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{shortPath(path)}</Table.Td>
              <Table.Td w={110}>
                <Group gap={4} wrap="nowrap">
                  <CopyButton text={path} label={text.copyPath} />
                  <Button variant="subtle" size="compact-xs" onClick={() => run('open-path', { path })}>
                    {text.open}
                  </Button>
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <HealthChecks />
    </Stack>
  );
}
