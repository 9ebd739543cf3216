import { useEffect, useRef } from 'react';

/** Focuses the scrolling part if nothing else has the focus, so that arrows and Page Down work at once. */
export function useFocusWhenIdle() {
  const scroller = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (document.activeElement === document.body) scroller.current?.focus({ preventScroll: true });
  }, []);
  return scroller;
}
