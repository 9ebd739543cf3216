import { useHotkeys } from '@mantine/hooks';
import { useLayoutEffect, useRef } from 'react';
import { pageNames } from '../../server/contract/places.ts';
import { isDialogOpen } from '../host/dialogs.ts';
import { useNavigation } from '../navigation.tsx';
import { usePalette } from './palette-context.tsx';

/** Pages by number, the palette, and the way back. The first two work inside text fields too. */
export function usePageShortcuts(): void {
  const { go, back } = useNavigation();
  const { toggle } = usePalette();
  const wasDialogOpen = useDialogAtKey();
  useHotkeys(
    [
      ...pageNames.map(
        (page, index) => [`mod+${index + 1}`, () => isDialogOpen() || go({ page })] as [string, () => void],
      ),
      ['mod+K', toggle],
    ],
    [],
  );
  useHotkeys([
    [
      'Escape',
      // A dialog handles Escape itself.
      () => wasDialogOpen.current || back(),
    ],
  ]);
}

/** Whether a dialog or a menu was open when the last key went down: it may close before the page hears of the key. */
function useDialogAtKey() {
  const wasOpen = useRef(false);
  // A layout effect: the dialogs that are mounted with the page begin to listen after it.
  useLayoutEffect(() => {
    function note() {
      wasOpen.current = isDialogOpen();
    }
    window.addEventListener('keydown', note, { capture: true });
    return () => window.removeEventListener('keydown', note, { capture: true });
  }, []);
  return wasOpen;
}
