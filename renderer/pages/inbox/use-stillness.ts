import { type RefObject, useEffect, useState } from 'react';

/** As long as a click takes that was meant for what stood there before. */
const STILL_AFTER_MS = 500;

/** @returns whether the height of an element, and with it the place of what stands below, has not changed just now */
export function useStillness(element: RefObject<HTMLElement | null>): boolean {
  const [isStill, setStill] = useState(true);
  useEffect(() => {
    if (!element.current) return;
    let height: number | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const sizes = new ResizeObserver(([entry]) => {
      const now = entry?.contentRect.height;
      if (height !== undefined && now !== height) {
        setStill(false);
        clearTimeout(timer);
        timer = setTimeout(() => setStill(true), STILL_AFTER_MS);
      }
      height = now;
    });
    sizes.observe(element.current);
    return () => {
      sizes.disconnect();
      clearTimeout(timer);
    };
  }, [element]);
  return isStill;
}
