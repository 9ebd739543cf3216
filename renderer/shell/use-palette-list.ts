import { useCallback, useState } from 'react';
import { usePalette } from './palette-context.tsx';

/**
 * Mantine marks the chosen entry in the page alone, and chooses none at first. Here the first one is chosen at once, so
 * that the arrow keys go round from it, and a screen reader is told which one is.
 * @returns what the search field says of the list, and the ref of the list
 */
export function usePaletteList() {
  const { store } = usePalette();
  const [active, setActive] = useState<{ readonly list: string; readonly option: string | undefined }>();

  const ref = useCallback(
    (list: HTMLElement | null) => {
      if (!list) return;
      function tell(shown: HTMLElement) {
        const options = [...shown.querySelectorAll('[data-action]')];
        const [first] = options;
        if (store.getState().selected < 0 && first) {
          first.setAttribute('data-selected', 'true');
          store.updateState((state) => ({ ...state, selected: 0 }));
        }
        for (const [index, option] of options.entries()) {
          option.id = `${shown.id}-${index}`;
          option.setAttribute('aria-selected', String(option.hasAttribute('data-selected')));
        }
        const chosen = options.find((option) => option.hasAttribute('data-selected'))?.id;
        setActive({ list: shown.id, option: chosen });
      }
      tell(list);
      const observer = new MutationObserver(() => tell(list));
      observer.observe(list, { subtree: true, childList: true, attributeFilter: ['data-selected'] });
      return () => {
        observer.disconnect();
        setActive(undefined);
      };
    },
    [store],
  );

  const field = {
    role: 'combobox',
    'aria-autocomplete': 'list',
    'aria-expanded': active !== undefined,
    'aria-controls': active?.list,
    'aria-activedescendant': active?.option,
  } as const;
  return { field, ref };
}
