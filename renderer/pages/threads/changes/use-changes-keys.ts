import { useHotkeys } from '@mantine/hooks';
import { isDialogOpen } from '../../../host/dialogs.ts';

/** The usual keys for undo and redo; not inside text fields, where they are the field's. Both open a dialog first. */
export function useChangesKeys(does: {
  onUndo: (() => void) | undefined;
  onRedo: (() => void) | undefined;
}): void {
  useHotkeys([
    ['mod+Z', () => isDialogOpen() || does.onUndo?.()],
    ['mod+shift+Z', () => isDialogOpen() || does.onRedo?.()],
  ]);
}
