import { Button } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconArrowBackUp, IconPencil } from '@tabler/icons-react';
import { useEffect } from 'react';
import type { ApprovalCard } from '../../../server/contract/approval-card.ts';
import { Shortcut } from '../../components/shortcut.tsx';
import { isDialogOpen } from '../../host/dialogs.ts';
import { words } from '../../words.ts';
import type { Editing } from './use-edit.ts';

/** E begins to change a question, Escape goes back to what was asked. Neither answers it. */
export function EditOffer({ card, editing }: { card: ApprovalCard; editing: Editing }) {
  const { draft, open, close } = editing;
  const isOpen = draft !== undefined;
  useHotkeys(card.edit ? [['E', () => isDialogOpen() || open()]] : []);
  // Before the page takes it as the way back, also from a text field.
  useEffect(() => {
    if (!isOpen) return;
    function onKeyDown(event: KeyboardEvent) {
      if (event.key !== 'Escape' || isDialogOpen()) return;
      event.stopPropagation();
      close();
    }
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, [isOpen, close]);
  if (!card.edit) return null;
  return (
    <Button
      variant="default"
      size="compact-xs"
      flex="none"
      leftSection={isOpen ? <IconArrowBackUp size={14} /> : <IconPencil size={14} />}
      rightSection={<Shortcut keys={isOpen ? 'Escape' : 'E'} />}
      aria-keyshortcuts={isOpen ? 'Escape' : 'E'}
      onClick={isOpen ? close : open}
    >
      {isOpen ? words.edit.cancel : words.edit[card.edit.kind]}
    </Button>
  );
}
