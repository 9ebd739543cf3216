// The page's side of the search: sends lines and filters to the worker, and gives up if it does not answer, because a
// pattern can take practically forever.
import type { LogFilter } from './log-filter.ts';
import type { SearchAnswer, SearchRequest } from './log-search-messages.ts';

export interface LogSearch {
  /** @param first the number of the oldest line that is still kept */
  add(lines: readonly string[], first: number): void;
  filter(filter: LogFilter): void;
  close(): void;
}

/** Much longer than a reasonable pattern needs for 100,000 lines. */
const ANSWER_WAIT_MS = 4000;

/** @param options.onStuck the worker was ended: this search is over, and a new one must be started */
export function startLogSearch(options: {
  /** @param isLast whether the worker has answered everything that was sent so far */
  onFound(answer: SearchAnswer, isLast: boolean): void;
  onStuck(): void;
}): LogSearch {
  const worker = new Worker(new URL('./log-search.worker.ts', import.meta.url), { type: 'module' });
  let open = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function wait(): void {
    clearTimeout(timer);
    if (open > 0) timer = setTimeout(giveUp, ANSWER_WAIT_MS);
  }

  function giveUp(): void {
    worker.terminate();
    options.onStuck();
  }

  function ask(request: SearchRequest): void {
    worker.postMessage(request);
    open += 1;
    if (open === 1) wait();
  }

  worker.onmessage = ({ data }: MessageEvent<SearchAnswer>) => {
    open -= 1;
    wait();
    options.onFound(data, open === 0);
  };

  return {
    add: (lines, first) => ask({ kind: 'lines', lines, first }),
    filter: (filter) => ask({ kind: 'filter', filter }),
    close() {
      clearTimeout(timer);
      worker.terminate();
    },
  };
}
