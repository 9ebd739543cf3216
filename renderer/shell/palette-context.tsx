import { createSpotlight } from '@mantine/spotlight';
import { createContext, type ReactNode, useContext, useState } from 'react';
import { FocusBeforeProvider } from '../components/focus-before.tsx';

type Store = ReturnType<typeof createSpotlight>[0];

interface PaletteControl {
  readonly store: Store;
  open(): void;
  toggle(): void;
}

const PaletteContext = createContext<PaletteControl | undefined>(undefined);

/** Whether the palette of this window is open. */
export function PaletteProvider({ children }: { children: ReactNode }) {
  const [control] = useState((): PaletteControl => {
    const [store, { open, toggle }] = createSpotlight();
    return { store, open, toggle };
  });
  return (
    <PaletteContext value={control}>
      <FocusBeforeProvider>{children}</FocusBeforeProvider>
    </PaletteContext>
  );
}

export function usePalette(): PaletteControl {
  const control = useContext(PaletteContext);
  if (!control) throw new Error('usePalette needs a PaletteProvider above it.');
  return control;
}
