// Credentials in headers: Authorization in every scheme, cookies, and the words Bearer and Basic anywhere.
import { beginsWord } from './boundaries.ts';
import { isEmptyTalk, looksRandom } from './plausible.ts';
import { PLACEHOLDER, type Rule, type Span } from './span.ts';
import { endOfWrapped, unwrapped } from './wrapped.ts';

const GAP =
  /(?:,\s|\s|%20|\+|\\+[tnrf]|\\+u00[01][0-9a-f]|\\*["'`]|\[|(?:\p{Cc}|\\u001b)\[[\d;]{0,12}m|:|=){0,200}/iuy;
const SCHEME = /[A-Za-z][\w-]{1,20}(?=(?:\s|%20|\+|\\+[tnr]))/y;
const WITH_PARAMETERS =
  /^(?:digest|aws4-hmac-sha256|aws4-ecdsa-p256-sha256|oauth|hawk|signature|sharedkey|mac)$/i;
const CREDENTIAL =
  /[^\s"'`\\,;<>()[\]{}\p{Cc}%]+(?:%(?!2[0267c]|0[ad])[0-9a-f]{2}[^\s"'`\\,;<>()[\]{}\p{Cc}%]*)*/iuy;
const LINE = /[^\\\p{Cc}]{0,8192}/uy;
const FIRST_COOKIE = /[^\s=;"'\\[]{1,200}=[^\s;"'\\[]{4}/y;
const LONGEST_GAP = 200;

/** `Bearer x`, `Basic x`, with any separator between. */
export const schemeRule: Rule = (text, at, anchor) => {
  if (!beginsWord(text, at)) return undefined;
  const start = behindGap(text, at + anchor.length);
  if (start === at + anchor.length) return undefined;
  const value = credentialAt(text, start);
  if (!value || !isCredential(value, anchor)) return undefined;
  return { from: at, start, end: start + value.length, kind: anchor };
};

/** What follows `Authorization:`. */
export function credentialsAfter(
  text: string,
  from: number,
  at: number,
  separator: string,
): Span | undefined {
  const start = behindGap(text, at);
  SCHEME.lastIndex = start;
  const scheme = SCHEME.exec(text)?.[0];
  if (scheme && WITH_PARAMETERS.test(scheme)) {
    const value = restOfLine(
      text,
      start + scheme.length + 1,
      /["'`]/.test(text.slice(at, start) + separator),
    );
    if (value.includes(PLACEHOLDER)) return undefined;
    const begin = start + scheme.length + 1;
    if (value.includes('=')) return { from, start: begin, end: begin + value.length, kind: 'authorization' };
  }
  const place = scheme === undefined ? start : behindGap(text, start + scheme.length);
  const value = credentialAt(text, place);
  if (value === undefined || value.includes(PLACEHOLDER)) return undefined;
  // The value is missing, and the next line is another header.
  const isNextName = text.charAt(place + value.length) === ':' && /\n|\\n/.test(text.slice(at, place));
  if (isNextName) return undefined;
  const isOne = isCredential(value, (scheme ?? '').toLowerCase()) || isPutTogether(value);
  return isOne ? { from, start: place, end: place + value.length, kind: 'authorization' } : undefined;
}

/** What follows `Cookie:` or `Set-Cookie:`: everything up to the end of the line or of the string. */
export function cookiesAfter(
  text: string,
  name: { start: number; end: number },
  at: number,
): Span | undefined {
  const start = behindGap(text, at);
  const isInString = /["'`]/.test(text.charAt(name.start - 1) + text.slice(name.end, start));
  FIRST_COOKIE.lastIndex = start;
  if (!FIRST_COOKIE.test(text)) return undefined;
  const [value = ''] = restOfLine(text, start, isInString).split(PLACEHOLDER);
  if (isPreference(value)) return undefined;
  return { from: name.start, start, end: start + value.length, kind: 'cookie' };
}

/** Cookies like `theme=dark` are not sessions. */
function isPreference(cookies: string): boolean {
  const pairs = cookies
    .split(/;\s?/)
    .filter(
      (pair) =>
        !/^(?:path|domain|expires|max-age|samesite|secure|httponly|priority|partitioned)\b/i.test(pair),
    );
  return pairs.every((pair) =>
    /^(?!.*(?:sess|sid|auth|tok|jwt|login|user|pass))[\w-]{1,40}=(?:[a-z]{1,12}|[a-z]{2}[-_][A-Z]{2}|\d{1,4})?$/i.test(
      pair,
    ),
  );
}

function behindGap(text: string, at: number): number {
  GAP.lastIndex = at;
  GAP.test(text);
  return Math.min(GAP.lastIndex, at + LONGEST_GAP);
}

/** Including the lines it was wrapped over. */
function credentialAt(text: string, at: number): string | undefined {
  CREDENTIAL.lastIndex = at;
  const value = CREDENTIAL.exec(text)?.[0].replace(/[.:]+$/, '');
  return value && text.slice(at, endOfWrapped(text, at, at + value.length));
}

function restOfLine(text: string, at: number, isInString: boolean): string {
  LINE.lastIndex = at;
  const line = LINE.exec(text)?.[0] ?? '';
  if (!isInString) return line;
  return /^[^"'`]*/.exec(line)?.[0] ?? '';
}

/** In prose a word follows, in a challenge a parameter. */
function isCredential(text: string, scheme: string): boolean {
  const value = unwrapped(text);
  if (isEmptyTalk(value) || value.includes(PLACEHOLDER)) return false;
  // `token_type=Bearer expires_in=3600`
  if (/^[a-z]+(?:_[a-z]+)*=[^=]/.test(value)) return false;
  if (/^(?:realm|error|scope|resource_metadata|charset|algorithm|title)\b/i.test(value)) return false;
  if (scheme === 'basic') return isUserAndPassword(value) || looksRandom(value, 12);
  if (value.length >= 32) return true;
  return /\d/.test(value) ? value.length >= 6 : looksRandom(value, 16);
}

/** Parts joined by characters that do not join words in prose; after the header's name nothing else is expected. */
function isPutTogether(value: string): boolean {
  return value.length >= 8 && !isEmptyTalk(value) && /\w[.~+/-]\w/.test(value);
}

function isUserAndPassword(value: string): boolean {
  if (value.length < 4 || !/^[\w+/=-]+$/.test(value)) return false;
  return /^[\x20-\x7e]*:[\x20-\x7e]*$/.test(Buffer.from(value, 'base64').toString('latin1'));
}
