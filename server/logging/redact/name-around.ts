// The whole name around a word such as "token", also one of several words.
import { endOfEscape } from './boundaries.ts';

export const LONGEST_NAME = 64;

export interface Place {
  readonly start: number;
  readonly end: number;
}

/** The name around a position, which may have several words. */
export function nameAround(text: string, at: number): Place {
  let start = at;
  while (start > 0 && at - start <= LONGEST_NAME && isNameCharacter(text.charCodeAt(start - 1))) start -= 1;
  let end = at;
  while (end < text.length && end - at <= LONGEST_NAME * 2 && isNameCharacter(text.charCodeAt(end))) end += 1;
  if ('\\%[;'.includes(text.charAt(start - 1) || ' ')) {
    for (let place = start + 1; place <= Math.min(start + 5, at); place += 1) {
      if (endOfEscape(text, place)) start = place;
    }
  }
  // "api key", "secret ID", as people write it.
  const before =
    text.charAt(start - 1) !== ' '
      ? 0
      : end - start === 3
        ? keyBefore(text, start)
        : wordsBefore(text, start);
  WORD_BEHIND.lastIndex = end;
  return { start: start - before, end: WORD_BEHIND.test(text) ? WORD_BEHIND.lastIndex : end };
}

const WORD_BEHIND = / (?:id|value|\d)\b(?=\s{0,20}[:=(])/iy;

const WORDS_BEFORE = new Set(
  'api access secret private personal auth client signing recovery unseal root shared master subscription session encryption aws ssh'.split(
    ' ',
  ),
);
const MOST_WORDS = 3;
const LONGEST_WORD = 14;

const SHORTEST_BEFORE_KEY = 2;
const LONGEST_BEFORE_KEY = 16;
const LONGEST_BEFORE_THAT = 12;

/** The length of the one or two words before, which say what the key is for. */
function keyBefore(text: string, start: number): number {
  const letters = lettersBefore(text, start - 1, LONGEST_BEFORE_KEY);
  if (letters < SHORTEST_BEFORE_KEY) return 0;
  const begin = start - 1 - letters;
  const more = text.charAt(begin - 1) === ' ' ? lettersBefore(text, begin - 1, LONGEST_BEFORE_THAT) : 0;
  return letters + 1 + (more < SHORTEST_BEFORE_KEY ? 0 : more + 1);
}

/** How many letters end at this position, at most so many. */
function lettersBefore(text: string, at: number, most: number): number {
  let count = 0;
  while (count < most && isLetter(text.charCodeAt(at - 1 - count))) count += 1;
  return count;
}

/** The length of the preceding words that belong to the name, spaces included. */
function wordsBefore(text: string, start: number): number {
  let from = start;
  for (let word = 0; word < MOST_WORDS && text.charAt(from - 1) === ' '; word += 1) {
    let begin = from - 1;
    while (begin > 0 && from - begin <= LONGEST_WORD && isLetter(text.charCodeAt(begin - 1))) begin -= 1;
    if (!WORDS_BEFORE.has(text.slice(begin, from - 1).toLowerCase())) break;
    from = begin;
  }
  return start - from;
}

function isLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

function isNameCharacter(code: number): boolean {
  return (
    (code >= 48 && code <= 57) ||
    (code >= 65 && code <= 90) ||
    (code >= 97 && code <= 122) ||
    code === 95 ||
    code === 45 ||
    code === 46
  );
}
