import { useHotkeys } from '@mantine/hooks';
import type { PatchViewState } from '../../components/use-patch-view.ts';
import { isDialogOpen } from '../../host/dialogs.ts';

/** Space folds the current file, U switches between unified and split; for cards with files only. */
export function usePatchKeys(view: PatchViewState, files: number): void {
  useHotkeys(
    files === 0
      ? []
      : [
          ['space', (event) => isDialogOpen() || isOnControl(event) || fold(event)],
          ['U', () => isDialogOpen() || view.toggleLayout()],
        ],
  );
  function fold(event: KeyboardEvent) {
    event.preventDefault();
    view.toggle(view.current);
  }
}

/** Space on a focused button presses it. */
function isOnControl(event: KeyboardEvent): boolean {
  return event.target instanceof Element && event.target.closest('button, a, summary') !== null;
}
