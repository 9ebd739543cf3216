import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { shortPath } from '../../../server/contract/shown-paths.ts';
import { LoadProblem } from '../../components/load-problem.tsx';
import { VisibleText } from '../../components/visible-text.tsx';
import { useHost } from '../../host/host-context.tsx';
import { useCommand } from '../../host/use-command.ts';
import { useLoaded } from '../../host/use-loaded.ts';
import { words } from '../../words.ts';

/** Repositories the person has trusted with their own settings for Codex, or has not; each decision can be reset. */
export function DecidedFolders() {
  const { ask } = useHost();
  const [loaded, reload] = useLoaded(() => ask('decided-folders', {}), '');
  const [forget] = useCommand('forget-folder');
  const text = words.settings.approvals;
  if (loaded.kind === 'failed') return <LoadProblem error={loaded.error} onRetry={reload} />;
  const folders = loaded.kind === 'ready' ? loaded.value : [];
  return (
    <Stack gap="xs">
      <div>
        <Text fw={500}>{text.folders}</Text>
        <Text size="xs" c="dimmed">
          {text.foldersHint}
        </Text>
      </div>
      {folders.map(({ folder, isTrusted }) => (
        <Group key={folder} gap="xs" wrap="nowrap">
          <Badge color={isTrusted ? 'green' : 'gray'} style={{ flexShrink: 0 }}>
            {isTrusted ? text.trusted : text.notTrusted}
          </Badge>
          <Text style={{ flex: 1, overflowWrap: 'anywhere' }}>
            <VisibleText>{shortPath(folder)}</VisibleText>
          </Text>
          <Button
            variant="default"
            size="compact-xs"
            aria-label={text.askAgainAbout(folder)}
            onClick={() => forget({ folder }).then(reload)}
          >
            {text.askAgain}
          </Button>
        </Group>
      ))}
    </Stack>
  );
}
