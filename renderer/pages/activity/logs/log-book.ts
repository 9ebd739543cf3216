// The log lines a window holds, and which of them match the filter. The host sends lines, the search reports matches,
// the page reads.
import { everyLine, type LogFilter } from './log-filter.ts';
import { startLogSearch } from './log-search.ts';
import type { SearchAnswer, SeenNames } from './log-search-messages.ts';

export interface LogPicture {
  /** The numbers of matching lines, the oldest first. */
  readonly found: readonly number[];
  readonly total: number;
  /** Lines that came while the log was paused. */
  readonly held: number;
  readonly isPaused: boolean;
  readonly seen: SeenNames;
  /** The pattern took too long, so the search has stopped. */
  readonly isStuck: boolean;
  /** Whether the search has found a line, or has been through all lines once. */
  readonly isSearched: boolean;
}

export interface LogBook {
  picture(): LogPicture;
  onChange(listener: () => void): () => void;
  /** Empty for a line that is no longer kept. */
  line(number: number): string;
  add(lines: readonly string[]): void;
  filter(filter: LogFilter): void;
  pause(isPaused: boolean): void;
  close(): void;
}

const MAX_LINES = 100_000;
/** How many more are kept before the oldest are dropped. */
const SLACK = 5000;
/** How many are added at once, so that the search can answer in between. */
const PIECE = 10_000;

const nothing: LogPicture = {
  found: [],
  total: 0,
  held: 0,
  isPaused: false,
  seen: { sessions: [], threads: [], remotes: [] },
  isStuck: false,
  isSearched: false,
};

export function openLogBook(): LogBook {
  const listeners = new Set<() => void>();
  let lines: string[] = [];
  let first = 0;
  let held: string[] = [];
  let filter = everyLine;
  let picture = nothing;
  let search = begin();

  function become(changes: Partial<LogPicture>): void {
    picture = { ...picture, ...changes };
    for (const listener of listeners) listener();
  }

  function begin() {
    return startLogSearch({ onFound: take, onStuck: restart });
  }

  function take({ isWhole, found, seen }: SearchAnswer, isLast: boolean): void {
    const before = isWhole ? [] : picture.found;
    const gone = before.findIndex((number) => number >= first);
    const kept = gone > 0 ? before.slice(gone) : gone < 0 ? [] : before;
    const now = isWhole ? found : [...kept, ...found];
    const isThrough = isLast && picture.total > 0;
    become({ found: now, seen, isSearched: picture.isSearched || now.length > 0 || isThrough });
  }

  /** Without the search text, which was what it got stuck on. */
  function restart(): void {
    filter = { ...filter, text: '' };
    search = begin();
    become({ found: [], isStuck: true });
    search.filter(filter);
    for (let at = 0; at < lines.length; at += PIECE) search.add(lines.slice(at, at + PIECE), 0);
    // The new search counts from 0.
    first = 0;
  }

  function add(more: readonly string[]): void {
    for (let at = 0; at < more.length; at += PIECE) {
      const piece = more.slice(at, at + PIECE);
      lines.push(...piece);
      if (lines.length > MAX_LINES + SLACK) {
        first += lines.length - MAX_LINES;
        lines = lines.slice(-MAX_LINES);
      }
      search.add(piece, first);
    }
    become({ total: lines.length });
  }

  return {
    picture: () => picture,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    line: (number) => lines[number - first] ?? '',
    add(more) {
      if (!picture.isPaused) return add(more);
      held = [...held, ...more].slice(-MAX_LINES);
      become({ held: held.length });
    },
    filter(wanted) {
      filter = wanted;
      become({ isStuck: false });
      search.filter(wanted);
    },
    pause(isPaused) {
      const waiting = held;
      held = [];
      become({ isPaused, held: 0 });
      if (waiting.length > 0) add(waiting);
    },
    close: () => search.close(),
  };
}
