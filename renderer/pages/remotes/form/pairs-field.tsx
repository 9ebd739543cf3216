import { ActionIcon, Button, Group, Input, PasswordInput, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { words } from '../../../words.ts';

const text = words.remotes.form;

interface Pair {
  readonly name: string;
  /** If absent, the stored value is kept; it is not shown. */
  readonly value?: string | undefined;
}

interface Props {
  readonly label: string;
  readonly hint: string;
  readonly pairs: readonly Pair[];
  /** Whether the values are secret, or names of variables. */
  readonly holds: 'secrets' | 'variables';
  readonly problem: string | undefined;
  onChange(pairs: Pair[]): void;
}

/** Names with values, one per line. */
export function PairsField({ label, hint, pairs, holds, problem, onChange }: Props) {
  const change = (index: number, pair: Pair) => onChange(pairs.with(index, pair));
  return (
    <Input.Wrapper
      label={label}
      description={hint}
      error={problem}
      labelElement="div"
      role="group"
      aria-label={label}
    >
      {pairs.map((pair, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line has no other identity while its name is typed
        <Group key={index} gap={6} mt={6} wrap="nowrap">
          <TextInput
            flex={1}
            size="xs"
            aria-label={text.pairName}
            placeholder={text.pairName}
            value={pair.name}
            error={problem !== undefined}
            onChange={(event) => change(index, { ...pair, name: event.currentTarget.value })}
          />
          {holds === 'secrets' ? (
            <PasswordInput
              flex={2}
              size="xs"
              autoComplete="off"
              aria-label={text.pairValue}
              placeholder={pair.value === undefined ? text.unchanged : text.pairValue}
              value={pair.value ?? ''}
              onChange={(event) => change(index, { ...pair, value: event.currentTarget.value })}
            />
          ) : (
            <TextInput
              flex={2}
              size="xs"
              aria-label={text.pairVariable}
              placeholder={text.pairVariable}
              value={pair.value ?? ''}
              onChange={(event) => change(index, { ...pair, value: event.currentTarget.value })}
            />
          )}
          <ActionIcon
            aria-label={text.removePair(pair.name)}
            onClick={() => onChange(pairs.toSpliced(index, 1))}
          >
            <IconX size={14} />
          </ActionIcon>
        </Group>
      ))}
      <Button
        mt={6}
        variant="subtle"
        color="gray"
        size="compact-xs"
        leftSection={<IconPlus size={12} />}
        onClick={() => onChange([...pairs, { name: '', value: '' }])}
      >
        {text.addPair(label)}
      </Button>
    </Input.Wrapper>
  );
}
