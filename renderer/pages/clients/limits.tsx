import { Button, Group, Select, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { CommandArguments } from '../../../server/contract/commands.ts';
import type { PrincipalRow } from '../../../server/contract/state.ts';
import { words } from '../../words.ts';

type Changes = CommandArguments<'change-principal'>['changes'];

const sandboxes = ['read-only', 'workspace-write', 'danger-full-access'] as const;

/** What a client can never exceed, whatever its calls say, and its folder if they do not name one. */
export function Limits(props: { principal: PrincipalRow; onChange: (changes: Changes) => unknown }) {
  const { principal, onChange } = props;
  const { ceiling } = principal;
  const onlyLooks = principal.mode === 'look-only';
  const [folder, setFolder] = useState(principal.folder ?? '');
  return (
    <Stack gap="sm" mt="sm" maw={560}>
      <Text size="xs" c="dimmed">
        {words.clients.limitsHint} {onlyLooks && words.clients.onlyLooks}
      </Text>
      <Select
        label={words.clients.maxSandbox}
        allowDeselect={false}
        disabled={onlyLooks}
        data={sandboxes.map((value) => ({ value, label: words.threads.sandboxes[value] ?? value }))}
        value={ceiling.sandbox}
        onChange={(value) => {
          const sandbox = sandboxes.find((one) => one === value);
          if (sandbox) onChange({ ceiling: { ...ceiling, sandbox } });
        }}
      />
      <Switch
        label={words.clients.allowNetwork}
        checked={ceiling.allowNetwork}
        disabled={onlyLooks}
        onChange={(event) => onChange({ ceiling: { ...ceiling, allowNetwork: event.currentTarget.checked } })}
      />
      <Switch
        label={words.clients.allowNever}
        description={words.clients.allowNeverHint}
        checked={ceiling.allowNever}
        disabled={onlyLooks}
        onChange={(event) => onChange({ ceiling: { ...ceiling, allowNever: event.currentTarget.checked } })}
      />
      <Group align="flex-end" gap="xs">
        <TextInput
          flex={1}
          label={words.clients.folder}
          description={words.clients.folderHint}
          placeholder={words.clients.noFolder}
          value={folder}
          onChange={(event) => setFolder(event.currentTarget.value)}
        />
        <Button
          size="sm"
          variant="default"
          disabled={folder === (principal.folder ?? '')}
          onClick={() => onChange({ folder: folder.trim() || null })}
        >
          {words.save}
        </Button>
      </Group>
    </Stack>
  );
}
