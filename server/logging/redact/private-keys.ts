// Private keys in PEM: whole, truncated, on one line, with escaped line ends.
import { PLACEHOLDER, type Rule, type Span } from './span.ts';

const BEGIN =
  /-----BEGIN (?:[A-Z0-9 ]{0,40}(?:PRIVATE KEY(?: BLOCK)?|SECRET(?: KEY)?|SEED)|OpenVPN Static key V1)-----/y;
const GAP = /(?:\s|\\+[rnt]|\\+u000[ad]|\\*["'`]|,|\+){0,200}/iy;
const HEADER = /[A-Za-z][A-Za-z-]{1,20}: [^\r\n\\]{0,200}/y;
const BODY = /[A-Za-z0-9+/=]{1,20000}/y;
const LONGEST_GAP = 200;
/** Words are shorter, and so is the last line of a key. */
const SHORTEST_LINE = 24;

/** Applied at `-----BEGIN`. Matches everything up to the END line, or as far as it looks like a key. */
export const privateKeyRule: Rule = (text, at) => {
  BEGIN.lastIndex = at;
  if (!BEGIN.test(text)) return undefined;
  const start = skip(GAP, text, BEGIN.lastIndex);
  if (text.startsWith(PLACEHOLDER, start)) return undefined;
  let end = start;
  let place = start;
  while (true) {
    const header = match(HEADER, text, place);
    const line = header ?? match(BODY, text, place);
    if (line === undefined) break;
    const behind = skip(GAP, text, place + line.length);
    const isLast = text.startsWith('-----END', behind);
    if (!header && line.length < SHORTEST_LINE && !isLast && !text.startsWith('=', behind)) {
      // A short line is the end of a truncated key, or text after it.
      if (!/[0-9+/=]/.test(line)) break;
    }
    end = place + line.length;
    if (isLast || behind === end) break;
    place = behind;
  }
  return end > start ? { from: at, start, end, kind: 'private-key' } : undefined;
};

const PUTTY_LINES = /\s?\d{1,3}(?:\r?\n|\\+n)((?:[A-Za-z0-9+/=]{1,80}(?:\r?\n|\\+n)?){1,200})/y;

/** Applied at `Private-Lines:` in a PuTTY key. */
export const puttyKeyRule: Rule = (text, at, anchor) => matched(PUTTY_LINES, text, { at, anchor });

const HEX_BYTES = /(?:\s|\\+n){0,40}((?:[0-9a-f]{2}:(?:\s|\\+n){0,40}){8,2000}[0-9a-f]{2})/iy;

/** Applied at `priv:`, after which openssl prints a key as bytes. */
export const hexKeyRule: Rule = (text, at, anchor) => matched(HEX_BYTES, text, { at, anchor });

function matched(
  pattern: RegExp,
  text: string,
  { at, anchor }: { at: number; anchor: string },
): Span | undefined {
  pattern.lastIndex = at + anchor.length;
  const body = pattern.exec(text)?.[1]?.replace(/(?:\s|\\+n)+$/, '');
  if (body === undefined) return undefined;
  const start = text.indexOf(body, at + anchor.length);
  return { from: at, start, end: start + body.length, kind: 'private-key' };
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  pattern.test(text);
  return Math.min(pattern.lastIndex, at + LONGEST_GAP);
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}
