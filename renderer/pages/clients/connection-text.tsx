import { Button, Group, Stack, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { CommandResult } from '../../../server/contract/commands.ts';
import { makeVisible } from '../../../server/contract/visible.ts';
import { CodeText } from '../../components/code-text.tsx';
import { useHost } from '../../host/host-context.tsx';
import { words } from '../../words.ts';
import type { FoundClient } from './found-clients.tsx';

const text = words.connecting;

/** The entry to copy, for a client whose settings Patchbay cannot change. */
export function ConnectionText({ client, onBack }: { client: FoundClient; onBack: () => void }) {
  const { run } = useHost();
  const [entry, setEntry] = useState<CommandResult<'connection-text'>>();
  useEffect(() => {
    let isOpen = true;
    void run('connection-text', { client: client.id }).then((outcome) => {
      if (isOpen && outcome.ok) setEntry(outcome.value);
    });
    return () => {
      isOpen = false;
    };
  }, [run, client.id]);
  return (
    <Stack gap="sm">
      {entry && (
        <>
          <Text>{entry.file === undefined ? text.textByHand : text.textFor(makeVisible(entry.file))}</Text>
          <CodeText
            text={entry.text}
            language={entry.text.startsWith('{') ? 'json' : 'bash'}
            label={client.name}
          />
          <Text>{text.textThen(entry.afterwards)}</Text>
        </>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onBack}>
          {text.back}
        </Button>
      </Group>
    </Stack>
  );
}
