import { useHotkeys } from '@mantine/hooks';
import { spotlight } from '@mantine/spotlight';
import { pageNames } from '../../server/contract/places.ts';
import { isDialogOpen, isFromDialog } from '../host/dialogs.ts';
import { useNavigation } from '../navigation.tsx';

/** Pages by number, the palette, and the way back. The first two work inside text fields too. */
export function usePageShortcuts(): void {
  const { go, back } = useNavigation();
  useHotkeys(
    [
      ...pageNames.map(
        (page, index) => [`mod+${index + 1}`, () => isDialogOpen() || go({ page })] as [string, () => void],
      ),
      ['mod+K', spotlight.toggle],
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
