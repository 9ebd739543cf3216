// A secret that its name announces: `name=value` in the syntaxes logs are full of. The rule is asked at a word such
// as "token"; it reads the whole name around it, what separates, and the value.
import { endOfEscape } from './boundaries.ts';
import { cookiesAfter, credentialsAfter } from './headers.ts';
import { kindOfName, labelOf, type NameKind } from './names.ts';
import { isEmptyTalk, looksRandom } from './plausible.ts';
import { PLACEHOLDER, type Rule, type Span } from './span.ts';
import { readValue, type Value } from './values.ts';

const LONGEST_NAME = 64;
const SEPARATOR =
  /(?:(?:\p{Cc}|\\u001b|\\x1b)\[[\d;]*m)*(?:(?:\\*["'`]|%22|%27)?(?:\\*["'`]|\])?(?:[ \t]{0,8}(?:=>|:=|==|=|:|%3D|%3A)|\s*,?\s*\\*["']?value\\*["']?\s*[:=])|\\*["'](?:,\s{0,8}(?=\\*["'])|(?:\r?\n|\\+r\\+n|\\+n){2}))(?:\s{0,8}|(?:%20|\+)?)(?:\[(?=\s*\\*["'])\s*)?/iuy;
const SPOKEN = /\s{1,2}(?:(?:is|was|provided|given|used|of|with|value)\b\s{0,2}){0,2}[:=]?\s{0,2}/iy;

/** Names are read whole, so a name that holds several anchors is looked at once. */
export const assignmentRule: Rule = (text, at, _anchor, examined) => {
  if (at < (examined.get(assignmentRule) ?? 0)) return undefined;
  const name = nameAround(text, at);
  examined.set(assignmentRule, name.end);
  if (name.end - name.start > LONGEST_NAME * 2) return undefined;
  const kind = kindOfName(text.slice(name.start, name.end));
  return kind && secretAfter(text, name, kind);
};

interface Place {
  readonly start: number;
  readonly end: number;
}

function nameAround(text: string, at: number): Place {
  let start = at;
  while (start > 0 && at - start <= LONGEST_NAME && isNameCharacter(text.charCodeAt(start - 1))) start -= 1;
  let end = at;
  while (end < text.length && end - at <= LONGEST_NAME * 2 && isNameCharacter(text.charCodeAt(end))) end += 1;
  if ('\\%[;'.includes(text.charAt(start - 1) || ' ')) {
    for (let place = start + 1; place <= Math.min(start + 5, at); place += 1) {
      if (endOfEscape(text, place)) start = place;
    }
  }
  // "api key", as people say it.
  const spoken =
    text.charAt(start - 1) === ' '
      ? /(?:api|access|secret|private|auth) $/i.exec(text.slice(Math.max(0, start - 8), start))
      : null;
  return { start: start - (spoken?.[0].length ?? 0), end };
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

function secretAfter(text: string, name: Place, kind: NameKind): Span | undefined {
  const before = text.charAt(name.start - 1);
  // `arn:aws:secretsmanager:…:secret:name` and the like are addresses.
  if (before === ':' && /[A-Za-z0-9]/.test(text.charAt(name.start - 2))) return undefined;
  const isElement = before === '<' && text.charAt(name.end) === '>';
  SEPARATOR.lastIndex = name.end;
  const separatorEnd = isElement ? name.end + 1 : SEPARATOR.test(text) ? SEPARATOR.lastIndex : undefined;
  if (separatorEnd === undefined) return spokenAfter(text, name, kind);
  const separator = text.slice(name.end, separatorEnd);
  if (kind === 'authorization') return credentialsAfter(text, name.start, separatorEnd, separator);
  if (kind === 'cookie') return cookiesAfter(text, name, separatorEnd);
  const value = readValue(text, separatorEnd);
  // `code` and `sid` are secrets in an address, a form or JSON, and words elsewhere.
  const isWord = /^(?:code|sid)$/i.test(text.slice(name.start, name.end)) && /[^?&"']/.test(before);
  if (isWord || !value) return undefined;
  // In a list, what follows a name may as well be another name.
  const isListed = separator.includes(',') && !/value/i.test(separator);
  if (isListed && !looksRandom(value.text)) return undefined;
  const isTight = isElement || value.isQuoted || /[=>]$|%3D$/i.test(separator);
  return accepted(value, kind, isTight) ? spanOf(name.start, value, kind) : undefined;
}

/** `password "x"`, `--token x`, `API key provided: x` */
function spokenAfter(text: string, name: Place, kind: NameKind): Span | undefined {
  if (kind === 'weak' || kind === 'cookie') return undefined;
  SPOKEN.lastIndex = name.end;
  const option = /^--?/.test(text.slice(name.start, name.start + 2));
  const isListed = option && /^\\*["'],?\s+/.exec(text.slice(name.end, name.end + 8));
  const from = isListed ? name.end + isListed[0].length : SPOKEN.test(text) ? SPOKEN.lastIndex : undefined;
  const value = from === undefined ? undefined : readValue(text, from);
  if (!value || value.text.includes(' ')) return undefined;
  const isWord = !value.isQuoted && !option && (/\//.test(value.text) || text.charAt(name.start - 1) === '=');
  return !isWord && looksRandom(value.text, 6) ? spanOf(name.start, value, kind) : undefined;
}

function accepted({ text, isQuoted }: Value, kind: NameKind, isTight: boolean): boolean {
  if (text.includes(PLACEHOLDER) || isEmptyTalk(text)) return false;
  if (/\s/.test(text)) return isQuoted && isPhrase(text, kind);
  switch (kind) {
    case 'password':
      if (isTight) return text.length >= 4;
      return text.length >= 5 && (/\d/.test(text) || /[^\w.-]/.test(text));
    case 'secret':
      if (looksRandom(text, 6)) return true;
      return isTight && text.length >= 10 && !/^[a-z]+(?:[_.-][a-z]+)+$/i.test(text);
    default:
      return looksRandom(text, 12) && !/^[A-Z_]+$/.test(text);
  }
}

/** A pass phrase has blanks; so has a label, which speaks of what it labels. */
function isPhrase(text: string, kind: NameKind): boolean {
  if (kind !== 'password') return /\d/.test(text) && text.length >= 12 && text.split(/\s+/).length <= 3;
  return text.length >= 10 && !/pass|token|secret|enter|must|your|the /i.test(text);
}

function spanOf(from: number, value: Value, kind: NameKind): Span {
  return { from, start: value.start, end: value.end, kind: labelOf(kind) };
}
