import { Group, Select } from '@mantine/core';
import type { DecisionChoices } from '../../../server/contract/commands/approvals.ts';
import type { CommandArguments } from '../../../server/contract/commands.ts';
import { shortPath } from '../../../server/contract/shown-paths.ts';
import { makeVisible } from '../../../server/contract/visible.ts';
import { words } from '../../words.ts';

export type DecisionFilter = Omit<CommandArguments<'decisions'>, 'start' | 'limit'>;

interface Props {
  readonly filter: DecisionFilter;
  readonly choices: DecisionChoices;
  onChange(filter: DecisionFilter): void;
}

/** Filters of the decisions: client, folder, kind, who decided. */
export function DecisionFilters({ filter, choices, onChange }: Props) {
  const text = words.activity;
  const kinds: Readonly<Record<string, string>> = text.kinds;
  const fields = [
    ['client', text.client, choices.clients, makeVisible],
    ['folder', text.folder, choices.folders, shortPath],
    ['kind', text.kind, choices.kinds, (kind: string) => kinds[kind] ?? kind],
    ['decider', text.decider, choices.deciders, (who: string) => text.deciders[who] ?? makeVisible(who)],
  ] as const;
  return (
    <Group gap={8} mb="sm">
      {fields.map(([field, label, values, nameOf]) => (
        <Select
          key={field}
          size="xs"
          flex="1 1 130px"
          maw={240}
          aria-label={label}
          placeholder={label}
          data={values.map((value) => ({ value, label: nameOf(value) }))}
          value={filter[field] ?? null}
          clearable
          searchable
          onChange={(value) => onChange({ ...filter, [field]: value ?? undefined })}
        />
      ))}
    </Group>
  );
}
