// Characters that a person does not see and a model reads: bidirectional, zero-width, tag and control characters, letters of
// another alphabet that look like ours, and text that is pushed out of sight. What scripts and emoji need is left alone.

export interface Span {
  readonly start: number;
  readonly end: number;
}

const INVISIBLE = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2028\u2029\u3164\uFFA0\u2800]/gu;
const LAYOUT = ['\n', '\r', '\t'];
/** Joiners between letters of scripts that need them (Arabic, Indic and their like). */
const JOINER = /[\u200C\u200D]/u;
const JOINED_SCRIPT =
  /[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gujarati}\p{Script=Gurmukhi}\p{Script=Kannada}\p{Script=Khmer}\p{Script=Malayalam}\p{Script=Mongolian}\p{Script=Myanmar}\p{Script=Oriya}\p{Script=Sinhala}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Tibetan}\p{Script=Syriac}]/u;
/** With joiners and variation selectors, and the flags of regions, which are written in tag characters. */
const EMOJI =
  /\u{1F3F4}[\u{E0061}-\u{E007A}\u{E0030}-\u{E0039}]{3,6}\u{E007F}|\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier})*(?:\u200D\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier})*)*|[#*0-9]\uFE0F\u20E3/gu;
/** Nobody scrolls that far. Runs are tried from their beginning alone, else the time would grow with their square. */
const OUT_OF_SIGHT = /(?<!\s)\s{25,}(?=\S)/g;
const MOST_LINES = 25;
const MOST_BLANKS = 150;
const WORD = /\p{L}{2,}/gu;
const LATIN = /\p{Script=Latin}/u;
const CYRILLIC_OR_GREEK = /[\p{Script=Cyrillic}\p{Script=Greek}]/u;

/** Spans of characters that are not seen, neighbours together. */
export function hiddenSpans(text: string): Span[] {
  const allowed = new Set(
    [...text.matchAll(EMOJI)].flatMap(({ index, 0: found }) =>
      Array.from({ length: found.length }, (_, offset) => index + offset),
    ),
  );
  const single = [...text.matchAll(INVISIBLE)].flatMap(({ index, 0: found }) => {
    const isAllowed =
      LAYOUT.includes(found) ||
      allowed.has(index) ||
      (JOINER.test(found) && JOINED_SCRIPT.test(text.slice(Math.max(0, index - 1), index)));
    return isAllowed ? [] : [{ start: index, end: index + found.length }];
  });
  return joined(single);
}

/** Blank lines or blanks that hide what comes after them. */
export function outOfSightSpans(text: string): Span[] {
  return spans(text, OUT_OF_SIGHT).filter(({ start, end }) => {
    const blank = text.slice(start, end);
    return end - start >= MOST_BLANKS || blank.split('\n').length > MOST_LINES;
  });
}

/** Words with Latin and with Cyrillic or Greek letters. */
export function mixedWordSpans(text: string): Span[] {
  return spans(text, WORD).filter(({ start, end }) => {
    const word = text.slice(start, end);
    return LATIN.test(word) && CYRILLIC_OR_GREEK.test(word);
  });
}

function spans(text: string, pattern: RegExp): Span[] {
  return [...text.matchAll(pattern)].map(({ index, 0: found }) => ({
    start: index,
    end: index + found.length,
  }));
}

function joined(single: readonly Span[]): Span[] {
  const all: Span[] = [];
  for (const span of single) {
    const last = all.at(-1);
    if (last?.end === span.start) all.splice(-1, 1, { start: last.start, end: span.end });
    else all.push(span);
  }
  return all;
}
