import { SegmentedControl } from '@mantine/core';
import { words } from '../../words.ts';
import { useSettings } from './use-settings.ts';

const looks = ['system', 'light', 'dark'] as const;

export function AppearanceSection() {
  const { settings, change } = useSettings();
  return (
    <SegmentedControl
      aria-label={words.settings.names.appearance}
      value={settings.appearance}
      onChange={(value) => {
        const appearance = looks.find((look) => look === value);
        if (appearance) void change({ appearance });
      }}
      data={looks.map((value) => ({ value, label: words.settings.looks[value] }))}
    />
  );
}
