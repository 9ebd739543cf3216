import { useHotkeys } from '@mantine/hooks';
import { isDialogOpen } from '../host/dialogs.ts';
import type { PatchViewState } from './use-patch-view.ts';

/**
 * The keys of a patch that is reviewed: Space folds the current file, V marks it as viewed, N and P lead from hunk to
 * hunk, U switches between unified and split, W hides changes of white space. None of them answers anything.
 * @param change wraps what changes where things are
 */
export function usePatchKeys(
  view: PatchViewState,
  files: number,
  goToHunk: (step: 1 | -1) => void,
  change: (action: () => void) => void,
): void {
  const does = (action: () => void) => () => isDialogOpen() || action();
  useHotkeys(
    view.review === undefined || files === 0
      ? []
      : [
          ['space', (event) => isDialogOpen() || isOnControl(event) || fold(event)],
          ['N', does(() => goToHunk(1))],
          ['P', does(() => goToHunk(-1))],
          ['V', does(() => change(() => view.toggleViewed(view.current)))],
          ['U', does(() => change(view.toggleLayout))],
          ['W', does(() => change(view.toggleSpace))],
        ],
  );
  function fold(event: KeyboardEvent) {
    event.preventDefault();
    change(() => view.toggle(view.current));
  }
}

/** Space on a focused button presses it. */
function isOnControl(event: KeyboardEvent): boolean {
  return event.target instanceof Element && event.target.closest('button, a, summary, input') !== null;
}
