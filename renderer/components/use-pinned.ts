import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

/** This close to the end counts as being at the end. */
const AT_END_PX = 40;

export interface Pinned {
  readonly isAway: boolean;
  onScroll(): void;
  /** Follows the end again. */
  pin(): void;
  /** Stays where it is, whatever comes. */
  unpin(): void;
}

/**
 * Keeps a growing list scrolled to its end, unless the person has scrolled away.
 * @param grown changes whenever there is more
 */
export function usePinned(scroller: RefObject<HTMLElement | null>, ...grown: readonly unknown[]): Pinned {
  const isPinned = useRef(true);
  const [isAway, setAway] = useState(false);

  useLayoutEffect(() => {
    if (isPinned.current && scroller.current) scroller.current.scrollTop = scroller.current.scrollHeight;
  }, [scroller, ...grown]);

  return {
    isAway,
    onScroll() {
      const place = scroller.current;
      if (!place) return;
      isPinned.current = place.scrollHeight - place.scrollTop - place.clientHeight < AT_END_PX;
      setAway(!isPinned.current);
    },
    pin() {
      isPinned.current = true;
    },
    unpin() {
      isPinned.current = false;
      setAway(true);
    },
  };
}
