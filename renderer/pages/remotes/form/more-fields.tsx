import { NumberInput, Select, SimpleGrid, Switch } from '@mantine/core';
import type { RemoteDraft } from '../../../../server/contract/remote-draft.ts';
import { approvalModes } from '../../../../server/contract/remote-table.ts';
import { words } from '../../../words.ts';

const text = words.remotes.form;

interface Props {
  readonly draft: RemoteDraft;
  readonly problems: Readonly<Record<string, string>>;
  onChange(draft: RemoteDraft): void;
}

/** Fields of both kinds that few people change. */
export function MoreFields({ draft, problems, onChange }: Props) {
  const seconds = (value: string | number) => (typeof value === 'number' ? value : undefined);
  return (
    <>
      <Select
        label={text.approval}
        allowDeselect={false}
        data={approvalModes.map((value) => ({ value, label: text.approvals[value] }))}
        value={draft.approvalMode}
        onChange={(value) => {
          const approvalMode = approvalModes.find((mode) => mode === value);
          if (approvalMode) onChange({ ...draft, approvalMode });
        }}
      />
      <SimpleGrid cols={2}>
        <NumberInput
          label={text.startup}
          description={text.startupHint}
          value={draft.startupTimeoutSec ?? ''}
          error={problems['startupTimeoutSec']}
          onChange={(value) => onChange({ ...draft, startupTimeoutSec: seconds(value) })}
        />
        <NumberInput
          label={text.timeout}
          description={text.timeoutHint}
          value={draft.toolTimeoutSec ?? ''}
          error={problems['toolTimeoutSec']}
          onChange={(value) => onChange({ ...draft, toolTimeoutSec: seconds(value) })}
        />
      </SimpleGrid>
      <Switch
        label={text.required}
        checked={draft.isRequired}
        onChange={(event) => onChange({ ...draft, isRequired: event.currentTarget.checked })}
      />
    </>
  );
}
