import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { capNames, DEFAULT_STALL_MINUTES, isLeashValue, type Leash } from '../../../server/contract/leash.ts';
import type { PrincipalRow } from '../../../server/contract/state.ts';
import { words } from '../../words.ts';

const fields = [...capNames, 'stallMinutes'] as const;
type Field = (typeof fields)[number];
type Texts = Readonly<Record<Field, string>>;

/** What one turn of a client may use before a person is asked, and when its silence is reported. */
export function LeashSection(props: { principal: PrincipalRow; onChange: (leash: Leash | null) => unknown }) {
  const { principal, onChange } = props;
  const { leash } = principal;
  const [texts, setTexts] = useState(() => textsOf(leash));
  const entered = valuesOf(texts);
  const wrong = new Set(fields.filter((field) => !isLeashValue(field, entered[field] ?? 1)));
  const isSame = fields.every((field) => texts[field].trim() === textsOf(leash)[field]);
  function save(event: FormEvent) {
    event.preventDefault();
    if (wrong.size === 0) onChange(Object.keys(entered).length > 0 ? entered : null);
  }
  return (
    <Stack
      component="form"
      gap="sm"
      mt="md"
      maw={560}
      aria-label={words.leash.titleOf(principal.name)}
      onSubmit={save}
    >
      <Text fw={600}>{words.leash.title}</Text>
      <Text size="xs" c="dimmed">
        {words.leash.hint}
      </Text>
      <Group gap="xs" align="flex-start">
        {fields.map((field) => (
          <TextInput
            key={field}
            w={field === 'stallMinutes' ? 216 : 104}
            inputMode="decimal"
            label={words.leash.fields[field]}
            placeholder={field === 'stallMinutes' ? String(DEFAULT_STALL_MINUTES) : words.leash.none}
            value={texts[field]}
            error={
              wrong.has(field) && (field.endsWith('inutes') ? words.leash.wrong : words.leash.wrongCount)
            }
            onChange={(event) => setTexts({ ...texts, [field]: event.currentTarget.value })}
          />
        ))}
      </Group>
      <Group>
        <Button type="submit" size="sm" variant="default" disabled={isSame || wrong.size > 0}>
          {words.save}
        </Button>
      </Group>
    </Stack>
  );
}

function textsOf(leash: Leash): Texts {
  return Object.fromEntries(fields.map((field) => [field, String(leash[field] ?? '')])) as Texts;
}

/** Without the fields that are empty. */
function valuesOf(texts: Texts): Leash {
  const filled = fields.filter((field) => texts[field].trim() !== '');
  return Object.fromEntries(filled.map((field) => [field, Number(texts[field])]));
}
