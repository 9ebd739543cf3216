// What decides is dead for a moment after it appears or changes, so that a key or a click meant for something else
// cannot answer it.
import { useEffect, useState } from 'react';

const DEAD_MS = 500;

/**
 * @param shown what is shown, compared by identity: each new value disables it for `DEAD_MS`
 * @returns whether it is active now
 */
export function useLive(shown: string | object): boolean {
  const [liveFor, setLiveFor] = useState<string | object>();

  useEffect(() => {
    const timer = setTimeout(() => setLiveFor(shown), DEAD_MS);
    return () => clearTimeout(timer);
  }, [shown]);

  return liveFor === shown;
}
