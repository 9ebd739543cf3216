import { Group, Stack, Switch, Text } from '@mantine/core';
import { ValueField } from '../../components/value-field.tsx';
import { words } from '../../words.ts';
import { EnvironmentNote } from './environment-note.tsx';
import { useSettings } from './use-settings.ts';

export function GeneralSection() {
  const { settings, change, problem } = useSettings();
  const text = words.settings.general;
  return (
    <Stack gap="md">
      <Switch
        label={text.launchesAtLogin}
        checked={settings.launchesAtLogin}
        onChange={(event) => change({ launchesAtLogin: event.currentTarget.checked })}
      />
      <Switch
        label={text.startsServer}
        checked={settings.startsServer}
        onChange={(event) => change({ startsServer: event.currentTarget.checked })}
      />
      <ValueField
        label={text.editor}
        description={text.editorHint}
        placeholder="code"
        value={settings.editor}
        problem={problem}
        onSave={(editor) => change({ editor })}
      />
      <Group gap="xs" align="flex-start">
        <Text fw={500}>{text.environment}</Text>
      </Group>
      <EnvironmentNote />
    </Stack>
  );
}
