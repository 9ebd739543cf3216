// The lines of a thread that have what is looked for: the best of them, cut to what fits into a list.
import type { FoundLine } from '../../contract/thread-search.ts';
import type { Passage } from './record-passages.ts';
import type { SearchWords } from './search-words.ts';

const MAX_LINES = 3;
/** So many passages are cleaned and read; more only while a word is missing. */
const MAX_READ = 200;
const MAX_CHARS = 160;
/** In front of the first match. */
const CHARS_BEFORE = 40;
/** Matches of a line that its cut may begin at. */
const MAX_TRIED = 50;

interface Line extends Passage {
  readonly words: number;
}

/**
 * @param options.facts what else of the thread is searched: its title, its folder, its client
 * @param options.redact applied to a passage before anything is looked for in it
 * @returns the lines with the most words first; undefined when a word is nowhere
 */
export function foundLines(
  passages: readonly Passage[],
  { facts, search, redact }: { facts: string; search: SearchWords; redact(text: string): string },
): { lines: readonly FoundLine[]; moreLines: number } | undefined {
  const ranked = passages
    .map((passage) => ({ passage, words: search.countIn(passage.text) }))
    .filter(({ words }) => words > 0)
    .sort((left, right) => right.words - left.words);
  const found: Line[] = [];
  let missing = search.missingIn(facts);
  let unread = 0;
  for (const [at, { passage }] of ranked.entries()) {
    if (at >= MAX_READ && missing.length === 0) {
      unread += 1;
      continue;
    }
    const lines = linesWith(redact(passage.text), search);
    found.push(...lines.map((line) => ({ ...passage, ...line })));
    if (missing.length > 0) missing = search.missingIn(lines.map(({ text }) => text).join('\n'), missing);
  }
  if (missing.length > 0) return undefined;
  const best = found.sort((left, right) => right.words - left.words).slice(0, MAX_LINES);
  const lines = best.map(({ kind, text, entry }) => ({ kind, entry, ...cut(text, search) }));
  return { lines, moreLines: found.length - lines.length + unread };
}

function linesWith(text: string, search: SearchWords): { text: string; words: number }[] {
  return text.split('\n').flatMap((line) => {
    const words = search.countIn(line);
    return words > 0 ? [{ text: line, words }] : [];
  });
}

/** Around as many of the words as possible, without the space at the ends. */
function cut(line: string, search: SearchWords): Pick<FoundLine, 'text' | 'matches'> {
  const latest = Math.max(0, line.length - MAX_CHARS);
  const starts = search
    .rangesIn(line)
    .slice(0, MAX_TRIED)
    .map(([from]) => Math.min(Math.max(0, from - CHARS_BEFORE), latest));
  const wordsFrom = (from: number) => search.countIn(line.slice(from, from + MAX_CHARS));
  const from = starts.reduce(
    (best, next) => (wordsFrom(next) > wordsFrom(best) ? next : best),
    starts[0] ?? 0,
  );
  const part = line.slice(from, from + MAX_CHARS).trim();
  const text = `${from > 0 ? '…' : ''}${part}${from + MAX_CHARS < line.length ? '…' : ''}`;
  return { text, matches: search.rangesIn(text) };
}
