import { Button, Group, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { Dialog } from '../../components/dialog.tsx';
import { useCommand } from '../../host/use-command.ts';
import { words } from '../../words.ts';

const MAX_CHARS = 200;

interface Props {
  readonly thread: { readonly id: string; readonly title: string };
  onClose(): void;
  onDone(): void;
}

/** Asks for a thread's name. */
export function RenameDialog({ thread, onClose, onDone }: Props) {
  const [rename, isBusy] = useCommand('rename-thread');
  const [name, setName] = useState(thread.title);
  async function save(event: FormEvent) {
    event.preventDefault();
    const outcome = await rename({ threadId: thread.id, name: name.trim() });
    if (!outcome.ok) return;
    onDone();
    onClose();
  }
  return (
    <Dialog onClose={onClose} title={words.threads.renameTitle}>
      <form onSubmit={save}>
        <TextInput
          label={words.threads.name}
          value={name}
          maxLength={MAX_CHARS}
          data-autofocus
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            {words.cancel}
          </Button>
          <Button type="submit" loading={isBusy} disabled={!name.trim()}>
            {words.threads.renameSave}
          </Button>
        </Group>
      </form>
    </Dialog>
  );
}
