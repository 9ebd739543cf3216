import { useEffect, useState } from 'react';
import type { TimelineSpot } from '../../../server/contract/thread-search.ts';
import { useHost } from '../../host/host-context.tsx';

/** Where in a thread's timeline an entry is; undefined until that is known, or without one. */
export function useEntryIndex(threadId: string, entry: TimelineSpot | undefined): number | undefined {
  const { ask } = useHost();
  const [found, setFound] = useState<{ readonly entry: TimelineSpot; readonly index: number }>();
  useEffect(() => {
    if (!entry) return;
    let isCurrent = true;
    void ask('timeline-index', { threadId, spot: entry }).then((outcome) => {
      if (isCurrent && outcome.ok) setFound({ entry, index: outcome.value.index });
    });
    return () => {
      isCurrent = false;
    };
  }, [threadId, entry, ask]);
  return found && found.entry === entry ? found.index : undefined;
}
