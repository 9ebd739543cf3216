// Reads the value after a separator: quoted, with as many backslashes as the quote has, or up to its terminator.
import { isAlphanumeric } from './boundaries.ts';
import { looksRandom } from './plausible.ts';
import { endOfWrapped, unwrapped } from './wrapped.ts';

export interface Value {
  readonly start: number;
  readonly end: number;
  /** Without line breaks. */
  readonly text: string;
  readonly isQuoted: boolean;
}

const LONGEST_QUOTED = 4096;
const LONGEST_PLAIN = 64 * 1024;
/** What programming languages print around a string, and quotes written as entities. */
const WRAPPER =
  '(?:(?:Some|Just|Optional|Secret(?:Str|String|Bytes|Value)?|Password|Token|ApiKey|Str|Slice|String|Sensitive|Redacted|Masked)\\(\\[?\\s?|string\\(\\d{1,5}\\)\\s|<<|\\[\\]string\\{|\\(\\s?|@)?';
const OPENING = new RegExp(
  `${WRAPPER}(?:[brune$]{0,2}(\\\\{0,64})("""|'''|["'\`“„«「『])|(%(?:25)*2[27]|&quot;|&#3[49];|\\\\{1,64}(?:u00|x)2[27]|<!\\[CDATA\\[))\\s?`,
  'iy',
);
const CLOSING: Readonly<Record<string, string>> = {
  '“': '”“',
  '„': '“”',
  '«': '»',
  '「': '」',
  '『': '』',
  '"""': '"',
  "'''": "'",
};
const PLAIN = /[^\s"'`,;&<>()[\]{}|│┃\\\p{Cc}%”“»]/u;
const ASCII_PLAIN = Array.from({ length: 128 }, (_, code) => PLAIN.test(String.fromCharCode(code)));
const PERCENT = 0x25;
/** Two quoted strings that a language joins. */
const JOINT =
  /\\*["'`][ \t]{0,8}[+.\\]?[ \t]{0,8}(?:\r?\n|\\{1,64}n)[ \t]{0,40}[+.]?[ \t]{0,8}[bru]?(\\{0,64})(["'`])/y;
const MOST_JOINTS = 100;
/** For ODBC: text in braces ends with a brace, and a brace inside is doubled. */
const BRACES = /\{((?:[^{}\r\n]|\}\}){3,300})\}(?=[;"'\\\s]|$)/y;

/** @returns undefined if there is no value, or only the start of an expression in code */
export function readValue(text: string, at: number): Value | undefined {
  OPENING.lastIndex = at;
  const opening = OPENING.exec(text);
  const quoted = opening?.[2]
    ? readQuoted(text, OPENING.lastIndex, opening[2], opening[1]?.length ?? 0)
    : undefined;
  if (quoted) return quoted.text === '' ? undefined : withJoints(text, quoted, /\(/.test(opening?.[0] ?? ''));
  const braces = text.charAt(at) === '{' ? readBraces(text, at) : undefined;
  if (braces) return braces;
  const start = opening ? OPENING.lastIndex : at;
  let end = start;
  const limit = Math.min(text.length, start + LONGEST_PLAIN);
  while (end < limit && isPlain(text, end)) end += 1;
  while (end > start && '.:'.includes(text.charAt(end - 1))) end -= 1;
  if (end === start) return undefined;
  const value = text.slice(start, end);
  // A call, an index, a type with parameters: code.
  const isCode =
    '([<{'.includes(text.charAt(end) || ' ') &&
    /^[A-Za-z_$][\w$.]*$/.test(value) &&
    !text.startsWith('</', end) &&
    !text.startsWith('<\\/', end);
  if (isCode && !opening) return undefined;
  // `name = other` with spaces around is code or prose, unless it looks like more than a name.
  const isLoose =
    value.length < 40 && /[=:]\s+$/.test(text.slice(Math.max(0, at - 3), at)) && /^[A-Za-z_.-]+$/.test(value);
  const wrappedEnd = endOfWrapped(text, start, end);
  if (isLoose && !opening && wrappedEnd === end && !looksRandom(value, 20)) return undefined;
  const whole = wrappedEnd === end ? value : unwrapped(text.slice(start, wrappedEnd));
  return { start, end: wrappedEnd, text: whole, isQuoted: opening !== null };
}

function readQuoted(text: string, start: number, quote: string, depth: number): Value | undefined {
  const limit = Math.min(text.length, start + LONGEST_QUOTED);
  const closing = CLOSING[quote] ?? quote;
  for (let at = start; at < limit; at += 1) {
    const character = text.charAt(at);
    // A backslash at the end of a line joins it with the next one.
    if (character === '\n' && text.charAt(at - 1) !== '\\') return undefined;
    if (!closing.includes(character)) continue;
    let slashes = 0;
    while (text.charAt(at - 1 - slashes) === '\\' && at - slashes > start) slashes += 1;
    if (slashes > depth) continue;
    const end = at - slashes;
    return { start, end, text: text.slice(start, end).trimEnd(), isQuoted: true };
  }
  return undefined;
}

/** @param isInParentheses where strings are joined without an operator */
function withJoints(text: string, first: Value, isInParentheses: boolean): Value {
  let whole = first;
  for (let joint = 0; joint < MOST_JOINTS; joint += 1) {
    JOINT.lastIndex = whole.end;
    const found = JOINT.exec(text);
    const isJoined = isInParentheses || /[+.\\]\s/.test(found?.[0] ?? '');
    const next =
      isJoined && found?.[2] ? readQuoted(text, JOINT.lastIndex, found[2], found[1]?.length ?? 0) : undefined;
    if (!next) break;
    whole = { ...whole, end: next.end, text: whole.text + next.text };
  }
  return whole;
}

/** A name in braces is a placeholder. */
function readBraces(text: string, at: number): Value | undefined {
  BRACES.lastIndex = at;
  const inner = BRACES.exec(text)?.[1];
  if (inner === undefined || (/^[\w.\s]*$/.test(inner.replace(/\d+/, '')) && !/\d/.test(inner)))
    return undefined;
  if (/^\s|["':]\s|=>|^\\*["'][\w-]*\\*["']\s?:/.test(inner)) return undefined;
  return { start: at + 1, end: at + 1 + inner.length, text: inner, isQuoted: true };
}

/** A percent sign belongs to a URL-encoded value, unless the encoded character ends the value. */
function isPlain(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (isAlphanumeric(code)) return true;
  if (code < ASCII_PLAIN.length && code !== PERCENT) return ASCII_PLAIN[code] === true;
  const character = text.charAt(at);
  if (character === '%') return !/^%(?:25){0,3}(?:26|22|27|20|0[ad]|3b|2c)/i.test(text.slice(at, at + 9));
  return PLAIN.test(character);
}
