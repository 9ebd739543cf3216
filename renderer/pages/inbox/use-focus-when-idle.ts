import { useEffect, useRef } from 'react';

/** Gives the focus to what scrolls when nothing else has it, so that arrows and Page Down read on at once. */
export function useFocusWhenIdle() {
  const scroller = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (document.activeElement === document.body) scroller.current?.focus({ preventScroll: true });
  }, []);
  return scroller;
}
