// What a person looks for: words that must all be there, and phrases in quotation marks.

export interface SearchWords {
  /** In lower case; none finds everything. */
  readonly words: readonly string[];
  /** Those of `wanted` (all, if left out) that are not in the text, in any case. */
  missingIn(text: string, wanted?: readonly string[]): string[];
  /** Where they are in the text: ranges in order, which do not overlap. */
  rangesIn(text: string): [from: number, to: number][];
  /** How many of them are in the text. */
  countIn(text: string): number;
}

const MAX_WORDS = 20;

/** @param text `retry "exit code 1" src/api.ts`: three, the second of them a phrase, which need not be closed yet */
export function wordsIn(text: string): string[] {
  return [...text.matchAll(/"([^"]*)(?:"|$)|(\S+)/g)].map(([, phrase, word]) => phrase ?? word ?? '');
}

/** @param wanted words and phrases */
export function searchWords(wanted: readonly string[]): SearchWords {
  const words = wanted.map((word) => word.trim().toLowerCase()).filter(Boolean);
  const different = [...new Set(words)].slice(0, MAX_WORDS);
  const patternOf = new Map(different.map((word) => [word, new RegExp(escaped(word), 'iu')]));
  const patterns = [...patternOf.values()];
  // The longest first, so that `retrying` is marked whole when `retry` is looked for too.
  const longestFirst = [...different].sort((left, right) => right.length - left.length);
  const any = new RegExp(longestFirst.map(escaped).join('|'), 'giu');
  return {
    words: different,
    missingIn: (text, wanted = different) => wanted.filter((word) => !patternOf.get(word)?.test(text)),
    countIn: (text) => patterns.filter((pattern) => pattern.test(text)).length,
    rangesIn: (text) =>
      different.length === 0
        ? []
        : [...text.matchAll(any)].map(({ 0: found, index }) => [index, index + found.length]),
  };
}

function escaped(word: string): string {
  return word.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
