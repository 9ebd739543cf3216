import { useHotkeys } from '@mantine/hooks';
import { pageNames } from '../../server/contract/places.ts';
import { isDialogOpen, isFromDialog } from '../host/dialogs.ts';
import { useNavigation } from '../navigation.tsx';
import { usePalette } from './palette-context.tsx';

/** Pages by number, the palette, and the way back. The first two work inside text fields too. */
export function usePageShortcuts(): void {
  const { go, back } = useNavigation();
  const { toggle } = usePalette();
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
      // An open dialog handles Escape itself.
      (event) => {
        if (!isDialogOpen() && !isFromDialog(event)) back();
      },
    ],
  ]);
}
