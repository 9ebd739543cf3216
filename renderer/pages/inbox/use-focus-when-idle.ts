import { useEffect, useRef } from 'react';

/**
 * Focuses the scrolling part if nothing else has the focus, so that arrows and Page Down work at once.
 * @param isAsked a question waits there; one that is over does not look as if it did
 */
export function useFocusWhenIdle(isAsked: boolean) {
  const scroller = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isAsked && document.activeElement === document.body) scroller.current?.focus({ preventScroll: true });
  }, [isAsked]);
  return scroller;
}
