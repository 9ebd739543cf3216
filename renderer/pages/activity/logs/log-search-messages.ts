// What the page and the worker that searches the log say to each other. Lines are numbered as they come.
import type { LogFilter } from './log-filter.ts';

export type SearchRequest =
  /** More lines. Those with a number below `first` are forgotten. */
  | { readonly kind: 'lines'; readonly lines: readonly string[]; readonly first: number }
  /** From now on these are looked for. */
  | { readonly kind: 'filter'; readonly filter: LogFilter };

/** The answer to each request. */
export interface SearchAnswer {
  /** Whether they are all there are, or come after those of earlier answers. */
  readonly isWhole: boolean;
  /** Numbers of lines that pass, in order. */
  readonly found: readonly number[];
  readonly seen: SeenNames;
}

/** What lines are about. */
export interface SeenNames {
  readonly sessions: readonly string[];
  readonly threads: readonly string[];
  readonly remotes: readonly string[];
}
