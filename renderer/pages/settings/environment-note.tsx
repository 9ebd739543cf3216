import { Alert, Button, Stack, Text } from '@mantine/core';
import { useReadyState } from '../../host/host-context.tsx';
import { useCommand } from '../../host/use-command.ts';
import { words } from '../../words.ts';

/** The result of the login shell: an app started from a dock or menu lacks the shell's PATH and variables. */
export function EnvironmentNote() {
  const { environment } = useReadyState();
  const [reload, isReloading] = useCommand('reload-environment');
  const text = words.settings.general;
  return (
    <Stack gap="xs" align="flex-start">
      {environment.kind === 'own' && <Text c="dimmed">{text.ownEnvironment}</Text>}
      {environment.kind === 'shell' && (
        <Text c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {text.shellEnvironment(environment.shell, environment.added)}
        </Text>
      )}
      {environment.kind === 'failed' && (
        <Alert color="yellow" w="100%">
          {text.environmentFailed(environment.shell, environment.message)}
        </Alert>
      )}
      <Button variant="default" loading={isReloading} onClick={() => reload({})}>
        {text.reloadEnvironment}
      </Button>
    </Stack>
  );
}
