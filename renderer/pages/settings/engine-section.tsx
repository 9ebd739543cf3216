import { Alert, Button, Stack, Text } from '@mantine/core';
import { ValueField } from '../../components/value-field.tsx';
import { useReadyState } from '../../host/host-context.tsx';
import { useCommand } from '../../host/use-command.ts';
import { words } from '../../words.ts';
import { useSettings } from './use-settings.ts';

export function EngineSection() {
  const { engine } = useReadyState();
  const { settings, change, problem } = useSettings();
  const [restart, isRestarting] = useCommand('restart-engine');
  const text = words.settings.engine;
  return (
    <Stack gap="md" align="flex-start">
      {engine.kind === 'idle' && <Text c="dimmed">{text.idle}</Text>}
      {engine.kind === 'running' && <Text>{text.running(engine.version, engine.pid)}</Text>}
      {engine.kind === 'failed' && (
        <Alert color="red" w="100%">
          {engine.message}
        </Alert>
      )}
      {engine.kind !== 'idle' && (
        <Button variant="default" loading={isRestarting} onClick={() => restart({})}>
          {text.restart}
        </Button>
      )}
      <ValueField
        label={text.path}
        description={text.pathHint}
        placeholder={text.bundled}
        value={settings.engine.path ?? ''}
        problem={problem}
        onSave={(path) => change({ engine: path ? { path } : {} })}
      />
      <ValueField
        label={text.turnsAtOnce}
        description={text.turnsAtOnceHint}
        type="number"
        value={String(settings.turnsAtOnce)}
        problem={problem}
        onSave={(turns) => change({ turnsAtOnce: Number(turns) })}
      />
    </Stack>
  );
}
