import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { words } from '../words.ts';

const SHOWN_MS = 8000;

/**
 * Says what was done, and offers to take it back.
 * @param options.id of what was done: a second notice about the same replaces the first
 */
export function showUndo(options: { id: string; text: string; undo: () => Promise<unknown> }): void {
  const { id, text, undo } = options;
  notifications.hide(id);
  notifications.show({
    id,
    message: <UndoNotice text={text} undo={() => undo().then(() => notifications.hide(id))} />,
    autoClose: SHOWN_MS,
    closeButtonProps: { 'aria-label': words.close },
  });
}

function UndoNotice({ text, undo }: { text: string; undo: () => Promise<unknown> }) {
  const [isUndoing, setUndoing] = useState(false);
  function takeBack() {
    setUndoing(true);
    void undo();
  }
  return (
    <Group justify="space-between" wrap="nowrap">
      <Text size="sm">{text}</Text>
      <Button variant="default" size="compact-sm" loading={isUndoing} onClick={takeBack}>
        {words.clients.takeBack}
      </Button>
    </Group>
  );
}
