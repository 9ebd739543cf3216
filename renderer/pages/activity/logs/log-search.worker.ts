// Searches the log in a worker, so that no pattern can freeze the window.
import { everyLine, matcherOf } from './log-filter.ts';
import { type LogLine, parseLogLine } from './log-line.ts';
import type { SearchAnswer, SearchRequest } from './log-search-messages.ts';

let lines: LogLine[] = [];
let first = 0;
let matches = matcherOf(everyLine);
const seen = { sessions: new Set<string>(), threads: new Set<string>(), remotes: new Set<string>() };

function take(texts: readonly string[]): void {
  for (const text of texts) {
    const line = parseLogLine(text);
    lines.push(line);
    if (line.session) seen.sessions.add(line.session);
    if (line.thread) seen.threads.add(line.thread);
    if (line.remote) seen.remotes.add(line.remote);
  }
}

/** @param from the index of the first line to search */
function answer(from: number): void {
  const found: number[] = [];
  for (let index = from; index < lines.length; index += 1) {
    if (matches(lines[index] as LogLine)) found.push(first + index);
  }
  const { sessions, threads, remotes } = seen;
  const names = { sessions: [...sessions], threads: [...threads], remotes: [...remotes] };
  postMessage({ isWhole: from === 0, found, seen: names } satisfies SearchAnswer);
}

addEventListener('message', ({ data }: MessageEvent<SearchRequest>) => {
  if (data.kind === 'filter') {
    matches = matcherOf(data.filter);
    return answer(0);
  }
  if (data.first > first) {
    lines = lines.slice(data.first - first);
    first = data.first;
  }
  const from = lines.length;
  take(data.lines);
  answer(from);
});
