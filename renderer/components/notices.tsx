// What is said after something was done. It stands in the status bar, where it covers nothing a person may want to press.
import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { words } from '../words.ts';

const UNDO_SHOWN_MS = 8000;

/** @param id of what was done: a second notice about the same replaces the first */
export function showNotice(text: string, id?: string): void {
  notifications.show({
    ...inStatusBar,
    ...(id !== undefined && { id }),
    message: text,
  });
}

/**
 * Says what was done, and offers to take it back.
 * @param options.id of what was done: a second notice about the same replaces the first
 */
export function showUndo(options: { id: string; text: string; undo: () => Promise<unknown> }): void {
  const { id, text, undo } = options;
  notifications.hide(id);
  notifications.show({
    ...inStatusBar,
    id,
    message: <UndoNotice text={text} undo={() => undo().then(() => notifications.hide(id))} />,
    autoClose: UNDO_SHOWN_MS,
  });
}

/** `StatusBar` has this place. */
const inStatusBar = {
  position: 'bottom-right',
  closeButtonProps: { 'aria-label': words.close, size: 20 },
} as const;

function UndoNotice({ text, undo }: { text: string; undo: () => Promise<unknown> }) {
  const [isUndoing, setUndoing] = useState(false);
  function takeBack() {
    setUndoing(true);
    void undo();
  }
  return (
    <Group gap="xs" wrap="nowrap">
      <Text size="xs">{text}</Text>
      <Button variant="default" size="compact-xs" flex="none" loading={isUndoing} onClick={takeBack}>
        {words.clients.takeBack}
      </Button>
    </Group>
  );
}
