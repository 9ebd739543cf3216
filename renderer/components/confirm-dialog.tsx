import { Button, Group, Text } from '@mantine/core';
import { useState } from 'react';
import { words } from '../words.ts';
import { Dialog } from './dialog.tsx';

interface Props {
  readonly isOpen: boolean;
  readonly title: string;
  readonly text: string;
  /** The label of the action. */
  readonly action: string;
  onClose(): void;
  onConfirm(): Promise<unknown>;
}

/** A question before something that cannot be taken back. */
export function ConfirmDialog({ isOpen, title, text, action, onClose, onConfirm }: Props) {
  const [isBusy, setBusy] = useState(false);
  async function confirm() {
    setBusy(true);
    await onConfirm();
    setBusy(false);
    onClose();
  }
  return (
    <Dialog opened={isOpen} onClose={onClose} title={title}>
      <Text>{text}</Text>
      <Group justify="flex-end" mt="md">
        <Button variant="default" data-autofocus onClick={onClose}>
          {words.cancel}
        </Button>
        <Button color="red.9" loading={isBusy} onClick={confirm}>
          {action}
        </Button>
      </Group>
    </Dialog>
  );
}
