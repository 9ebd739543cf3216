// What a person looks for among the threads. It stays while they go to other pages.
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import type { ThreadFilter } from '../../../../server/contract/thread-search.ts';

interface ThreadSearch {
  readonly text: string;
  readonly filter: ThreadFilter;
  readonly showsTokens: boolean;
  /** Something is looked for. */
  readonly isActive: boolean;
  setText(text: string): void;
  setFilter(filter: ThreadFilter): void;
  setShowsTokens(shows: boolean): void;
  clear(): void;
  /** Changes when threads were archived, named or forked here, so that lists are read again. */
  readonly version: number;
  changed(): void;
}

const NONE: ThreadFilter = {};
const SearchContext = createContext<ThreadSearch | undefined>(undefined);

export function ThreadSearchProvider({ children }: { children: ReactNode }) {
  const [text, setText] = useState('');
  const [filter, setFilter] = useState(NONE);
  const [showsTokens, setShowsTokens] = useState(false);
  const [version, setVersion] = useState(0);
  const search = useMemo(
    () => ({
      text,
      filter,
      showsTokens,
      version,
      isActive: text.trim() !== '' || filterCount(filter) > 0,
      setText,
      setFilter,
      setShowsTokens,
      clear() {
        setText('');
        setFilter(NONE);
      },
      changed: () => setVersion((before) => before + 1),
    }),
    [text, filter, showsTokens, version],
  );
  return <SearchContext value={search}>{children}</SearchContext>;
}

export function useThreadSearch(): ThreadSearch {
  const search = useContext(SearchContext);
  if (!search) throw new Error('useThreadSearch needs a ThreadSearchProvider above it.');
  return search;
}

export function filterCount(filter: ThreadFilter): number {
  return Object.values(filter).filter((value) => value !== undefined).length;
}
