// Reads the value behind a separator: quoted, with as many backslashes as the quote has, or up to what ends it.

export interface Value {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly isQuoted: boolean;
}

const LONGEST_QUOTED = 4096;
const LONGEST_PLAIN = 64 * 1024;
const OPENING = /(?:(?:Some\()?[bru]{0,2}(\\{0,16})(["'`])|(%22|%27))/iy;
const PLAIN = /[^\s"'`,;&<>()[\]{}|\\\p{Cc}%]/u;

/** @returns undefined when nothing is there, or only the beginning of an expression in code */
export function readValue(text: string, at: number): Value | undefined {
  OPENING.lastIndex = at;
  const opening = OPENING.exec(text);
  const quoted = opening?.[2]
    ? readQuoted(text, OPENING.lastIndex, opening[2], opening[1]?.length ?? 0)
    : undefined;
  if (quoted) return quoted.text === '' ? undefined : quoted;
  const start = opening ? OPENING.lastIndex : at;
  let end = start;
  const limit = Math.min(text.length, start + LONGEST_PLAIN);
  while (end < limit && isPlain(text, end)) end += 1;
  while (end > start && '.:'.includes(text.charAt(end - 1))) end -= 1;
  if (end === start) return undefined;
  const value = text.slice(start, end);
  // A call, an index, a type with parameters: code.
  const isCode = /^[A-Za-z_$][\w$.]*$/.test(value) && '([<{'.includes(text.charAt(end) || ' ');
  if (isCode && !opening) return undefined;
  // `name = other` with blanks around is code or prose unless it looks like more than a name.
  const isLoose = /[=:]\s+$/.test(text.slice(Math.max(0, at - 3), at)) && /^[A-Za-z_.-]+$/.test(value);
  if (isLoose && !opening && value.length < 40) return undefined;
  return { start, end, text: value, isQuoted: opening !== null };
}

function readQuoted(text: string, start: number, quote: string, depth: number): Value | undefined {
  const limit = Math.min(text.length, start + LONGEST_QUOTED);
  for (let at = start; at < limit; at += 1) {
    const character = text.charAt(at);
    if (character === '\n') return undefined;
    if (character !== quote) continue;
    let slashes = 0;
    while (text.charAt(at - 1 - slashes) === '\\' && at - slashes > start) slashes += 1;
    if (slashes > depth) continue;
    return { start, end: at - slashes, text: text.slice(start, at - slashes), isQuoted: true };
  }
  return undefined;
}

/** A percent sign belongs to a value that is encoded for an address, unless what it encodes ends the value. */
function isPlain(text: string, at: number): boolean {
  const character = text.charAt(at);
  if (character === '%') return !/^%(?:26|22|27|20|0[ad]|3b|2c)/i.test(text.slice(at, at + 3));
  return PLAIN.test(character);
}
