import { Radio, Stack, Switch } from '@mantine/core';
import { ValueField } from '../../components/value-field.tsx';
import { modeChoices, modeOf } from '../../mode-choices.ts';
import { words } from '../../words.ts';
import { DecidedFolders } from './decided-folders.tsx';
import { useSettings } from './use-settings.ts';

export function ApprovalsSection() {
  const { settings, change, problem } = useSettings();
  const text = words.settings.approvals;
  return (
    <Stack gap="md">
      <Radio.Group
        label={text.mode}
        description={text.modeHint}
        value={settings.mode}
        onChange={(value) => {
          const mode = modeOf(value);
          if (mode) void change({ mode });
        }}
      >
        <Stack gap="xs" mt="xs">
          {modeChoices.map(({ value, label }) => (
            <Radio key={value} value={value} label={label} description={words.modes.hints[value]} />
          ))}
        </Stack>
      </Radio.Group>
      <Switch
        label={text.letsReadsPass}
        description={text.letsReadsPassHint}
        checked={settings.letsReadsPass}
        onChange={(event) => change({ letsReadsPass: event.currentTarget.checked })}
      />
      <ValueField
        label={text.minutes}
        description={text.minutesHint}
        type="number"
        value={String(settings.approvalMinutes)}
        problem={problem}
        onSave={(minutes) => change({ approvalMinutes: Number(minutes) })}
      />
      <DecidedFolders />
    </Stack>
  );
}
