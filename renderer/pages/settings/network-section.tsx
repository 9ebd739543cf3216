import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { Prose } from '../../components/prose.tsx';
import { ValueField } from '../../components/value-field.tsx';
import { useReadyState } from '../../host/host-context.tsx';
import { useCommand } from '../../host/use-command.ts';
import { words } from '../../words.ts';
import { useSettings } from './use-settings.ts';

export function NetworkSection() {
  const { server } = useReadyState();
  const { settings, change, problem } = useSettings();
  const [start, isStarting] = useCommand('start-server');
  const [stop] = useCommand('stop-server');
  const [isStopping, setStopping] = useState(false);
  const text = words.settings.network;
  return (
    <Stack gap="md">
      {server.kind === 'running' && (
        <Group gap="xs">
          <Text>{text.listening(server.url)}</Text>
          <CopyButton text={server.url} label={words.status.copyAddress} />
          <Button variant="default" onClick={() => setStopping(true)}>
            {text.stop}
          </Button>
        </Group>
      )}
      {server.kind === 'error' && (
        <Alert color="red" title={<Prose>{server.summary}</Prose>}>
          <Prose>{server.fix}</Prose>
        </Alert>
      )}
      {(server.kind === 'error' || server.kind === 'stopped') && (
        <Group>
          <Button loading={isStarting} onClick={() => start({})}>
            {words.status.start}
          </Button>
        </Group>
      )}
      <ValueField
        label={text.port}
        description={text.portHint}
        type="number"
        value={String(settings.port)}
        problem={problem}
        onSave={(port) => change({ port: Number(port || Number.NaN) })}
      />
      <ConfirmDialog
        isOpen={isStopping}
        title={text.stopTitle}
        text={text.stopHint}
        action={text.stop}
        onClose={() => setStopping(false)}
        onConfirm={() => stop({})}
      />
    </Stack>
  );
}
