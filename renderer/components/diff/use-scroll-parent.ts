import { type RefObject, useLayoutEffect, useState } from 'react';

interface ScrollPlace {
  readonly scroller: HTMLElement | null;
  /** How far below the top of what scrolls the element begins, in px. */
  readonly offset: number;
}

/** What scrolls an element, which may scroll other things too, and where the element is in it. */
export function useScrollParent(element: RefObject<HTMLElement | null>): ScrollPlace {
  const [place, setPlace] = useState<ScrollPlace>({ scroller: null, offset: 0 });
  useLayoutEffect(() => {
    const scroller = element.current && scrollParentOf(element.current);
    if (!scroller) return;
    function measure() {
      if (!scroller || !element.current) return;
      const top = element.current.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
      const offset = Math.round(top + scroller.scrollTop);
      setPlace((before) =>
        before.scroller === scroller && before.offset === offset ? before : { scroller, offset },
      );
    }
    measure();
    // Whatever stands above it may grow.
    const sizes = new ResizeObserver(measure);
    for (let at: Element | null = element.current; at && at !== scroller; at = at.parentElement) {
      for (const neighbour of at.parentElement?.children ?? [])
        if (neighbour !== at) sizes.observe(neighbour);
    }
    sizes.observe(scroller);
    return () => sizes.disconnect();
  }, [element]);
  return place;
}

function scrollParentOf(element: HTMLElement): HTMLElement | null {
  for (let at = element.parentElement; at; at = at.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(at).overflowY)) return at;
  }
  return null;
}
