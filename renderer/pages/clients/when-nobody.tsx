import { Button, Group, NumberInput, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { PrincipalRow } from '../../../server/contract/state.ts';
import {
  DEFAULT_COMMAND_SECONDS,
  LONGEST_COMMAND_SECONDS,
  LONGEST_WAIT_MINUTES,
  type WhenNobody,
} from '../../../server/contract/when-nobody.ts';
import { useCommand } from '../../host/use-command.ts';
import { words } from '../../words.ts';

const choices = ['default', 'deny', 'wait', 'command'] as const;
type Choice = (typeof choices)[number];

/** What happens to a client's questions while nobody is there to answer them. */
export function WhenNobodySection({ principal }: { principal: PrincipalRow }) {
  const saved = principal.whenNobody;
  const [choice, setChoice] = useState<Choice>(saved?.do ?? 'default');
  const [minutes, setMinutes] = useState<number | undefined>(
    saved?.do === 'wait' ? saved.minutes : undefined,
  );
  const command = saved?.do === 'command' ? saved : undefined;
  const [program, setProgram] = useState(command?.program ?? '');
  const [args, setArgs] = useState(command?.arguments.join('\n') ?? '');
  const [seconds, setSeconds] = useState(command?.seconds ?? DEFAULT_COMMAND_SECONDS);
  const [change, isSaving] = useCommand('change-client');
  const texts = words.clients.whenNobody;

  const draft = draftOf();
  const isChanged = JSON.stringify(draft) !== JSON.stringify(saved ?? null);

  function draftOf(): WhenNobody | null {
    switch (choice) {
      case 'default':
        return null;
      case 'deny':
        return { do: 'deny' };
      case 'wait':
        return { do: 'wait', ...(minutes !== undefined && { minutes }) };
      case 'command':
        return {
          do: 'command',
          program: program.trim(),
          arguments: args.split('\n').filter(Boolean),
          seconds,
        };
    }
  }

  return (
    <Stack gap="sm" mt="md" maw={560} component="section" aria-label={texts.title}>
      <div>
        <Text fw={600}>{texts.title}</Text>
        <Text size="xs" c="dimmed">
          {texts.hint}
        </Text>
      </div>
      <Select
        label={texts.label}
        description={texts.hints[choice]}
        allowDeselect={false}
        data={choices.map((value) => ({ value, label: texts.choices[value] }))}
        value={choice}
        onChange={(value) => setChoice(choices.find((one) => one === value) ?? 'default')}
      />
      {choice === 'wait' && (
        <NumberInput
          label={texts.minutes}
          description={texts.minutesHint}
          min={1}
          max={LONGEST_WAIT_MINUTES}
          allowDecimal={false}
          value={minutes ?? ''}
          onChange={(value) => setMinutes(typeof value === 'number' ? value : undefined)}
        />
      )}
      {choice === 'command' && (
        <>
          <TextInput
            label={texts.program}
            description={texts.programHint}
            value={program}
            onChange={(event) => setProgram(event.currentTarget.value)}
          />
          <Textarea
            label={texts.arguments}
            autosize
            minRows={2}
            value={args}
            onChange={(event) => setArgs(event.currentTarget.value)}
          />
          <NumberInput
            label={texts.seconds}
            min={1}
            max={LONGEST_COMMAND_SECONDS}
            allowDecimal={false}
            value={seconds}
            onChange={(value) => setSeconds(typeof value === 'number' ? value : DEFAULT_COMMAND_SECONDS)}
          />
        </>
      )}
      <Group justify="flex-end">
        <Button
          size="sm"
          variant="default"
          disabled={!isChanged || (choice === 'command' && program.trim() === '')}
          loading={isSaving}
          onClick={() => change({ id: principal.id, change: { do: 'when-nobody', whenNobody: draft } })}
        >
          {words.save}
        </Button>
      </Group>
    </Stack>
  );
}
