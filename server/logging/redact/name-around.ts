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
  const behind =
    text.charAt(end) === ' ' ? /^ (?:id|value|\d)\b(?=\s{0,20}[:=(])/i.exec(text.slice(end, end + 32)) : null;
  return { start: start - before, end: end + (behind?.[0].length ?? 0) };
}

/** "key" needs a word before it that says what it is for. */
const KEY_BEFORE = /(?:[A-Za-z]{2,12} )?[A-Za-z]{2,16} $/;
const WORDS_BEFORE = new Set(
  'api access secret private personal auth client signing recovery unseal root shared master subscription session encryption aws ssh'.split(
    ' ',
  ),
);
const MOST_WORDS = 3;
const LONGEST_WORD = 14;

/** The length of the word before, which says what the key is for. */
function keyBefore(text: string, start: number): number {
  return KEY_BEFORE.exec(text.slice(Math.max(0, start - 32), start))?.[0].length ?? 0;
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
