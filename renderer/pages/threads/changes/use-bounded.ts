import { useState } from 'react';

const AT_ONCE = 100;

/** The first hundred of a long list, and more when asked for. */
export function useBounded<T>(list: readonly T[]) {
  const [count, setCount] = useState(AT_ONCE);
  return {
    shown: list.slice(0, count),
    restCount: Math.max(0, list.length - count),
    showMore: () => setCount((before) => before + AT_ONCE),
  };
}
