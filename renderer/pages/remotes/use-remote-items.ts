import { useEffect, useRef, useState } from 'react';
import type { RemoteItemKind, RemoteItems } from '../../../server/contract/commands/remotes.ts';
import type { CommandError } from '../../../server/contract/ipc.ts';
import { useHost } from '../../host/host-context.tsx';

type Items = RemoteItems['items'];

export interface LoadedItems {
  /** Undefined until the first page has arrived. */
  readonly items: Items | undefined;
  readonly problem: CommandError | undefined;
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  more(): void;
  /** Fetches from the beginning; the current list stays until then. */
  reload(): void;
}

/**
 * What a remote offers, page by page, fetched again whenever `key` changes.
 * @param isWanted whether to fetch at all: that may connect it
 */
export function useRemoteItems(options: {
  name: string;
  kind: RemoteItemKind;
  key: string;
  isWanted: boolean;
}): LoadedItems {
  const { name, kind, key, isWanted } = options;
  const { ask } = useHost();
  const [items, setItems] = useState<Items>();
  const [next, setNext] = useState<string>();
  const [problem, setProblem] = useState<CommandError>();
  const [isLoading, setLoading] = useState(false);
  const round = useRef(0);

  async function load(cursor: string | undefined): Promise<void> {
    round.current += 1;
    const mine = round.current;
    setLoading(true);
    const outcome = await ask('remote-items', { name, kind, ...(cursor !== undefined && { cursor }) });
    // This fetch is no longer needed.
    if (mine !== round.current) return;
    setLoading(false);
    setProblem(outcome.ok ? undefined : outcome.error);
    if (!outcome.ok) return;
    const page = outcome.value.items;
    setItems((before) => (cursor === undefined ? page : [...(before ?? []), ...page]));
    setNext(outcome.value.next);
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` says when to fetch, `load` is new each time
  useEffect(() => {
    if (isWanted) void load(undefined);
    return () => {
      round.current += 1;
    };
  }, [name, kind, key, isWanted]);

  return {
    items,
    problem,
    hasMore: next !== undefined,
    isLoading,
    more: () => void load(next),
    reload: () => void load(undefined),
  };
}
