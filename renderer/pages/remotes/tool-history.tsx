import { Badge, Group, Stack, Text } from '@mantine/core';
import { LoadProblem } from '../../components/load-problem.tsx';
import { Rows } from '../../components/rows.tsx';
import { SettingsDiff } from '../../components/settings-diff.tsx';
import { useHost } from '../../host/host-context.tsx';
import { useLoaded } from '../../host/use-loaded.ts';
import { words } from '../../words.ts';

const text = words.remotes.history;

/** How the definition of a tool was at which time, with what changed; the newest first. */
export function ToolHistory(props: {
  remote: string;
  tool: string;
  /** It is fetched again whenever this changes. */
  state: string;
}) {
  const { remote, tool, state } = props;
  const { ask } = useHost();
  const [loaded, reload] = useLoaded(() => ask('tool-history', { name: remote, tool }), state);
  if (loaded.kind === 'loading') return <Rows />;
  if (loaded.kind === 'failed') return <LoadProblem error={loaded.error} onRetry={reload} />;
  return (
    <Stack gap="sm" component="ol" p={0} m={0} aria-label={text.label} style={{ listStyle: 'none' }}>
      {loaded.value.map((version, index, all) => (
        <li key={`${version.hash} ${version.at}`}>
          <Group gap={6} mb={4}>
            <Text size="sm" fw={500}>
              {version.at === undefined ? text.before : words.time.moment(version.at)}
            </Text>
            <Badge color={version.isReviewed ? 'gray' : 'orange'}>
              {index === all.length - 1 ? text.first : version.isReviewed ? text.reviewed : text.notReviewed}
            </Badge>
          </Group>
          {version.diff !== '' && <SettingsDiff diff={version.diff} />}
          {version.diff === '' && index < all.length - 1 && <Text size="sm">{text.notKept}</Text>}
        </li>
      ))}
    </Stack>
  );
}
