// The messages between the page and the worker that searches the log. Lines are numbered in order of arrival.
import type { LogFilter } from './log-filter.ts';

export type SearchRequest =
  /** More lines. Those with a number below `first` are dropped. */
  | { readonly kind: 'lines'; readonly lines: readonly string[]; readonly first: number }
  /** Starts a new search with this filter. */
  | { readonly kind: 'filter'; readonly filter: LogFilter };

/** The answer to each request. */
export interface SearchAnswer {
  /** Whether these are all matches, or follow those of earlier answers. */
  readonly isWhole: boolean;
  /** The numbers of matching lines, in order. */
  readonly found: readonly number[];
  readonly seen: SeenNames;
}

/** What lines are about. */
export interface SeenNames {
  readonly sessions: readonly string[];
  readonly threads: readonly string[];
  readonly remotes: readonly string[];
}
