import { Button, Group, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { words } from '../words.ts';
import { Prose } from './prose.tsx';

interface Props {
  readonly label: string;
  readonly description?: string;
  readonly placeholder?: string;
  readonly type?: 'text' | 'number';
  /** The current value. */
  readonly value: string;
  /** Why the last change was refused. */
  readonly problem?: string | undefined;
  /** @returns whether it was accepted */
  onSave(value: string): Promise<boolean>;
}

/** One value that applies once it is saved, with Enter or the button. */
export function ValueField({
  label,
  description,
  placeholder,
  type = 'text',
  value,
  problem,
  onSave,
}: Props) {
  const [text, setText] = useState(value);
  const [isRefused, setRefused] = useState(false);
  useEffect(() => setText(value), [value]);
  async function save(event: FormEvent) {
    event.preventDefault();
    setRefused(!(await onSave(text.trim())));
  }
  return (
    <form onSubmit={save}>
      <Group align="flex-end" gap="xs" wrap="nowrap" maw={520}>
        <TextInput
          flex={1}
          label={label}
          description={description}
          placeholder={placeholder ?? ''}
          inputMode={type === 'number' ? 'numeric' : 'text'}
          value={text}
          error={isRefused && problem !== undefined && <Prose>{problem}</Prose>}
          inputWrapperOrder={['label', 'description', 'error', 'input']}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button type="submit" size="sm" variant="default" disabled={text === value}>
          {words.save}
        </Button>
      </Group>
    </form>
  );
}
