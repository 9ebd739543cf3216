// What had the focus before the palette was opened. The palette goes when its command opens a dialog, which gives the focus
// back to that when it closes.
import {
  createContext,
  type ReactNode,
  type RefObject,
  useContext,
  useEffect,
  useLayoutEffect,
  useRef,
} from 'react';

const FocusBeforeContext = createContext<RefObject<HTMLElement | null> | undefined>(undefined);

export function FocusBeforeProvider({ children }: { children: ReactNode }) {
  const before = useRef<HTMLElement>(null);
  return <FocusBeforeContext value={before}>{children}</FocusBeforeContext>;
}

/** Empty while the palette is closed. A layout effect in which it closes still sees it. */
export function useFocusBefore(): RefObject<HTMLElement | null> | undefined {
  return useContext(FocusBeforeContext);
}

/** For the palette: notes what has the focus when it opens, and gives it back at once when it closes. */
export function useFocusBeforeLayer(isOpen: boolean): void {
  const before = useFocusBefore();
  useLayoutEffect(() => {
    if (isOpen && before && document.activeElement instanceof HTMLElement)
      before.current = document.activeElement;
  }, [isOpen, before]);
  // After the layout effects of the dialog that has been opened; before that takes the focus, which it does a little later.
  useEffect(() => {
    if (!isOpen || !before) return undefined;
    return () => {
      before.current?.focus({ preventScroll: true });
      before.current = null;
    };
  }, [isOpen, before]);
}
