import { Switch } from '@mantine/core';
import { useState } from 'react';
import type { CommandArguments } from '../../../server/contract/commands.ts';
import type { RemoteRow } from '../../../server/contract/state.ts';
import { ValueField } from '../../components/value-field.tsx';
import { useHost, useReadyState } from '../../host/host-context.tsx';
import { words } from '../../words.ts';

const text = words.remotes.about;

/** Patchbay's own settings for a remote. */
export function OwnOptions({ remote: { name, transport, isShared } }: { remote: RemoteRow }) {
  const { ask } = useHost();
  const { settings } = useReadyState();
  const [problem, setProblem] = useState<string>();
  async function change(options: CommandArguments<'configure-remote'>['options']): Promise<boolean> {
    const outcome = await ask('configure-remote', { name, options });
    setProblem(outcome.ok ? undefined : [outcome.error.summary, outcome.error.fix].filter(Boolean).join(' '));
    return outcome.ok;
  }
  return (
    <>
      <Switch
        label={text.share}
        description={text.shareHint}
        checked={isShared}
        onChange={(event) => change({ isShared: event.currentTarget.checked })}
      />
      {transport === 'http' && (
        <Switch
          label={text.through}
          description={text.throughHint}
          checked={settings.remotes[name]?.throughPatchbay ?? true}
          onChange={(event) => change({ throughPatchbay: event.currentTarget.checked })}
        />
      )}
      {transport === 'http' && (
        <ValueField
          label={text.azureScope}
          description={text.azureScopeHint}
          placeholder="api://example/.default"
          value={settings.remotes[name]?.azureScope ?? ''}
          problem={problem}
          onSave={(azureScope) => change({ azureScope })}
        />
      )}
    </>
  );
}
