import { Select } from '@mantine/core';
import { azureChoices, azureWayOf } from '../../azure-choices.ts';
import { words } from '../../words.ts';
import { useSettings } from './use-settings.ts';

export function AzureSection() {
  const { settings, change } = useSettings();
  const text = words.settings.azure;
  return (
    <Select
      label={text.credentials}
      description={text.credentialsHint}
      data={azureChoices}
      value={settings.azure.credentials ?? 'auto'}
      allowDeselect={false}
      onChange={(value) => {
        const credentials = azureWayOf(value);
        if (credentials) void change({ azure: { credentials } });
      }}
    />
  );
}
