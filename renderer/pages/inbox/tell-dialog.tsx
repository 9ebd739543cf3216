import { Button, Group, Textarea } from '@mantine/core';
import { useState } from 'react';
import { Dialog } from '../../components/dialog.tsx';
import { Shortcut } from '../../components/shortcut.tsx';
import { words } from '../../words.ts';

interface Props {
  readonly isOpen: boolean;
  onClose(): void;
  /** @param reason not empty */
  onTell(reason: string): void;
}

/** A denial with the person's text, which Codex and the client read. */
export function TellDialog({ isOpen, onClose, onTell }: Props) {
  const [reason, setReason] = useState('');
  const { tell } = words.approval;
  function send() {
    if (reason.trim()) onTell(reason.trim());
  }
  return (
    <Dialog opened={isOpen} onClose={onClose} title={tell.title}>
      <Textarea
        label={tell.label}
        description={tell.hint}
        data-autofocus
        autosize
        minRows={3}
        maxRows={12}
        maxLength={4000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
        }}
      />
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          {words.cancel}
        </Button>
        <Button
          color="red.9"
          disabled={!reason.trim()}
          rightSection={<Shortcut keys="mod+enter" />}
          onClick={send}
        >
          {tell.send}
        </Button>
      </Group>
    </Dialog>
  );
}
