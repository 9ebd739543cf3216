// A secret that its name announces: `name=value` in the syntaxes logs are full of. The rule is asked at a word such
// as "token"; it reads the whole name around it, what separates, and the value.
import { blockBehind, isSecretBlock } from './blocks.ts';
import { endOfEscape, isAlphanumeric } from './boundaries.ts';
import { cookiesAfter, credentialsAfter } from './header-values.ts';
import { generatedAfter, isGenerated, valueBelow } from './near.ts';
import { isEmptyTalk, isOpaque, looksRandom } from './plausible.ts';
import { createNameKinds, labelOf, type NameKind } from './secret-names.ts';
import { type Examined, PLACEHOLDER, type Rule, type Span } from './span.ts';
import { cellBehind, columnBelow } from './tables.ts';
import { readValue, type Value } from './values.ts';

const LONGEST_NAME = 64;
const COLOR = String.raw`(?:(?:\p{Cc}|\\u001b|\\x1b)\[[\d;]*m)*`;
const QUOTE = String.raw`(?:\\*["'\x60”“]|%(?:25){0,3}2[27]|&quot;|&#3[49];|\\{1,64}(?:u00|x)2[27])`;
const EQUALS = String.raw`(?:=>|<-|-{1,8}>|~>|→|≔|:=|==|=|:|：|＝|%(?:25){0,3}3[DA]|&#(?:61|58|x3[da]);|\\{1,64}(?:u00|x)3[da])`;
const BREAK = String.raw`(?:\r?\n|(?:\\+r)?\\+n)`;
const BLANK = String.raw`(?:\s|\\+[nrt])`;
/** What stands between a name and its value, each in some syntax; the table of them is tried from the top. */
const SEPARATORS = [
  // `name: String = "`
  String.raw`:[ \t]{0,4}&?[A-Za-z][\w.<>]{1,24}\??[ \t]{0,4}=[ \t]{0,4}(?=[bru]{0,2}\\*["'])`,
  // `setName("`
  String.raw`\((?=[bru]{0,2}\\*["'])`,
  // `name: `, `"name": `, `["name"] = `, `name (for bob): `, `**name:** `
  String.raw`${QUOTE}?(?:\\*["'\x60]|\])?\*{0,2}${COLOR}(?:[ \t]{1,2}(?:\([^()\n]{1,40}\)|\[[^[\]\n]{1,40}\]))?(?:[ \t\u00a0]{0,32}|\n[ \t]{1,16}(?==))${EQUALS}\*{0,2}`,
  // `"name": "x", "value": `, and the same over two lines
  String.raw`${QUOTE}?${BLANK}{0,8},?${BLANK}{0,40}(?:- )?${QUOTE}?(?:parameter)?(?:value|content)${QUOTE}?[ \t]{0,32}[:=]`,
  // the same with up to three other fields between: `"name": "x", "type": "plain", "value": `
  String.raw`\\*["'](?:${BLANK}{0,8},${BLANK}{0,40}\\*["']?[\w-]{1,30}\\*["']?\s{0,4}[:=]\s{0,4}(?:\\*["'][^"'\\\n]{0,80}\\*["']|[\w.-]{1,20})){1,3}${BLANK}{0,8},${BLANK}{0,40}\\*["']?value\\*["']?[ \t]{0,32}[:=]`,
  // `"name", "`
  String.raw`\\*["'],${BLANK}{0,40}(?=[bru]{0,2}\\*["'])`,
  // `{name,"`
  String.raw`(?<=\{[\w-]{1,64}),\s?(?=<<|")`,
  // a part of a form
  String.raw`\\*["']${BREAK}{2}`,
  // `<key>name</key><string>`
  String.raw`</[\w-]{1,20}>\s{0,40}<(?:string|value|td|dd|code)(?:\s[^<>\n]{0,60})?>`,
  // `<entry key="name">`
  String.raw`(?<=(?:name|key|id)=\\*["'][\w.-]{1,64})\\*["'][^<>\n]{0,80}>(?=[^\s<])`,
];
const SEPARATOR = new RegExp(
  `${COLOR}(?:${SEPARATORS.join('|')})${COLOR}(?:</(?:b|strong|em|i|dt|span|label)>)?(?:%(?:25){0,3}20|\\+)?(?:[\\s\\u00a0]{0,40}|${BREAK}?[ \\t]{0,40})(?:-{3,80}${BREAK})?(?:- (?=\\S))?(?:!!\\w{1,10}[ \\t]|&\\w{1,20}[ \\t])?(?:\\\\\\r?\\n)?${COLOR}(?:\\[(?=\\s*\\\\*["']|(?!REDACTED)[^\\s\\]]{6})\\s*)?(?:\\{\\s{0,8}\\\\*["']?_?(?:value|raw|plain|plaintext|secret)\\\\*["']?\\s?[:=]\\s{0,4})?`,
  'iuy',
);
const SPOKEN =
  /(?:[ \t]-[ \t]|[ \t]{1,2}(?:(?:is|was|are|provided|given|generated|created|set|used|of|with|to|value|lautet)\b[ \t]{0,2}){0,2}(?:for[ \t](?:key[ \t])?['"]?[^\s:'"]{1,100}['"]?)?(?::\s{0,40}|=?[ \t]{0,2}))/iy;

/** Names are read whole, so a name that holds several anchors is looked at once. */
export function createAssignmentRule(): Rule {
  const kindOf = createNameKinds();
  return (text, at, _anchor, examined) => {
    if (at < (examined.get(createAssignmentRule) ?? 0)) return undefined;
    const name = nameAround(text, at);
    examined.set(createAssignmentRule, name.end);
    if (name.end - name.start > LONGEST_NAME * 2) return undefined;
    const kind = kindOf(text.slice(name.start, name.end));
    if (!kind || isReplaced(text, name.end)) return undefined;
    const found = secretAfter(text, name, kind, examined);
    return found && (!Array.isArray(found) || found.length > 0) ? found : near(text, name, kind, examined);
  };
}

/** Whether the value of a name was replaced already: the second pass over a text finds little else. */
function isReplaced(text: string, at: number): boolean {
  const behind = text.slice(at, at + PLACEHOLDER.length + 4);
  const place = behind.indexOf(PLACEHOLDER);
  return place >= 0 && /^[\s"'`\\:=>]{0,4}$/.test(behind.slice(0, place));
}

const LONGEST_WITHOUT_DIGIT = 300;
const NEAR_NAME = /pass|pwd|secret|token|key|cred|auth|cookie/i;
/** `"token": null`: what stands further on belongs to other names. */
const DULL_VALUE =
  /\\{0,64}["']?\s{0,4}(?:[:=]|=>)\s{0,4}(?:(?:null|none|nil|undefined|true|false|\d{1,12})\b|\\{0,64}(?:""|'')|\\{0,64}["'][a-z_ -]{0,40}\\{0,64}["'])/iy;
function hasDullValue(text: string, at: number): boolean {
  DULL_VALUE.lastIndex = at;
  return DULL_VALUE.test(text);
}

/** Where no syntax tells: what stands close by. */
function near(text: string, name: Place, kind: NameKind, examined: Examined): readonly Span[] | undefined {
  if (kind === 'weak' || kind === 'key') return undefined;
  // What is looked for has a digit, and nearly all prose has none.
  if (!/\d/.test(text.slice(name.end, name.end + LONGEST_WITHOUT_DIGIT))) return undefined;
  if (!NEAR_NAME.test(text.slice(name.start, name.end)) || hasDullValue(text, name.end)) return undefined;
  const isHeader = kind === 'cookie' || kind === 'authorization';
  const below = isHeader ? undefined : valueBelow(text, name, kind, examined);
  const places = below ? [below] : kind === 'bare-key' ? [] : generatedAfter(text, name.end, examined);
  return places.map(({ start, end }) => ({ from: name.start, start, end, kind: labelOf(kind) }));
}

interface Place {
  readonly start: number;
  readonly end: number;
}

/** The name around a place, also one of several words. */
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
  // "api key", "secret ID", as people say it.
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

/** Any key has a word before it that says what for. */
const KEY_BEFORE = /(?:[A-Za-z]{2,12} )?[A-Za-z]{2,16} $/;
const WORDS_BEFORE = new Set(
  'api access secret private personal auth client signing recovery unseal root shared master subscription session encryption aws ssh'.split(
    ' ',
  ),
);
const MOST_WORDS = 3;
const LONGEST_WORD = 14;

/** How long the word before is, with what it is for. */
function keyBefore(text: string, start: number): number {
  return KEY_BEFORE.exec(text.slice(Math.max(0, start - 32), start))?.[0].length ?? 0;
}

/** How long the words before are that belong to the name, with their blanks. */
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

function secretAfter(
  text: string,
  name: Place,
  kind: NameKind,
  examined: Examined,
): Span | readonly Span[] | undefined {
  const before = text.charAt(name.start - 1);
  const element = elementEnd(text, name);
  // `arn:aws:secretsmanager:…:secret:name` and the like are addresses.
  const isPart = before === ':' && /[A-Za-z0-9]/.test(text.charAt(name.start - 2));
  if (isPart && text.charAt(name.end) === ':') return undefined;
  // `--name: #ff8800` is a variable of a style sheet.
  if (/^--|^\$/.test(text.slice(name.start, name.start + 2)) && text.charAt(name.end) === ':')
    return undefined;
  const block = blockBehind(text, name);
  if (block) {
    const isSecret = isSecretBlock(text.slice(block.start, block.end), kind);
    return isSecret ? { from: name.start, ...block, kind: labelOf(kind) } : undefined;
  }
  const valueBefore = readBefore(text, name);
  if (valueBefore)
    return accepted(valueBefore, kind, true) ? spanOf(valueBefore.start, valueBefore, kind) : undefined;
  const separatorEnd = element ?? endOfSeparator(text, name.end);
  if (separatorEnd === undefined) {
    if (kind === 'bare-key') return undefined;
    const spoken = spokenAfter(text, name, kind);
    if (spoken || isInSentence(text, name.end)) return spoken;
    const beside = cellAfter(text, name, kind);
    return beside ?? columnUnder(text, name, kind, examined);
  }
  const separator = text.slice(name.end, separatorEnd);
  if (kind === 'authorization') return credentialsAfter(text, name.start, separatorEnd, separator);
  if (kind === 'cookie') return cookiesAfter(text, name, separatorEnd);
  const special = groupedOrNumbers(text, name, separatorEnd, kind);
  if (special) return special;
  const value = readValue(text, separatorEnd);
  // `code` and `sid` are secrets in an address, a form or JSON, and words elsewhere.
  const isWord = /^(?:code|sid)$/i.test(text.slice(name.start, name.end)) && /[^?&"']/.test(before);
  if (isWord || !value || isNameOfNext(text, separator, value)) return undefined;
  // In a list, what follows a name may as well be another name.
  const isListed = /,|\($/.test(separator) && !/value/i.test(separator);
  if (isListed && !looksRandom(value.text)) return columnUnder(text, name, kind, examined);
  const isTight = element !== undefined || value.isQuoted || /[=>]$|%3D$/i.test(separator);
  if (!accepted(value, kind, isTight)) return undefined;
  const items = itemsBehind(text, value, separator).filter((item) => accepted(item, kind, isTight));
  const first = spanOf(name.start, value, kind);
  return items.length === 0 ? first : [first, ...items.map((item) => spanOf(name.start, item, kind))];
}

/** Base32 or an application's password as people are shown it: in groups of four. */
const GROUPS =
  /\\{0,64}["']?((?:[A-Z2-7]{4} ){3,15}[A-Z2-7]{1,4}|(?:[a-z]{4} ){3}[a-z]{4})(?=\\{0,64}["']|\s*(?:\n|$))/dy;
/** A key as a list of its bytes. */
const BYTES =
  /\[?\s{0,8}((?:(?:0x[0-9a-f]{2}|\d{1,3})\s{0,2},\s{0,8}){7,127}(?:0x[0-9a-f]{2}|\d{1,3}))(?![\w.])/diy;

function groupedOrNumbers(text: string, name: Place, at: number, kind: NameKind): Span | undefined {
  // Groups have a blank behind four characters, bytes begin with a digit or a bracket.
  const mayBeGroups = text.startsWith(' ', at + 4) || text.slice(at + 5, at + 9).includes(' ');
  const mayBeBytes = /[[\d]/.test(text.charAt(at) || ' ');
  if (!mayBeGroups && !mayBeBytes) return undefined;
  const isKey = mayBeBytes && /key$/i.test(text.slice(name.start, name.end));
  const pattern = kind === 'password' || kind === 'secret' ? GROUPS : undefined;
  for (const one of [isKey ? BYTES : undefined, pattern]) {
    if (!one) continue;
    one.lastIndex = at;
    const place = one.exec(text)?.indices?.[1];
    if (place) return { from: name.start, start: place[0], end: place[1], kind: labelOf(kind) };
  }
  return undefined;
}

const NEXT_QUOTED = /\\*["']\s{0,8},(?:\s|\\+[nrt]){0,40}(?=[bru]?\\*["'])/y;
const NEXT_LISTED = /[ \t]{0,8}(?:\r?\n|\\+n)[ \t]{0,40}- (?=\S)/y;
const MOST_ITEMS = 100;

const CHANGED = /\\*["']?[ \t]{1,4}->[ \t]{1,4}(?=\\*["'])/y;

/** What a plan of changes shows behind the old value. */
function readChanged(text: string, old: Value): Value | undefined {
  CHANGED.lastIndex = old.end;
  return CHANGED.test(text) ? readValue(text, CHANGED.lastIndex) : undefined;
}

/** The other values of a list. */
function itemsBehind(text: string, first: Value, separator: string): Value[] {
  const next = /\[\s*$/.test(separator) ? NEXT_QUOTED : /- $/.test(separator) ? NEXT_LISTED : undefined;
  const items: Value[] = [];
  const changed = readChanged(text, first);
  if (changed) items.push(changed);
  let { end } = first;
  while (next && items.length < MOST_ITEMS) {
    next.lastIndex = end;
    const item = next.test(text) ? readValue(text, next.lastIndex) : undefined;
    if (!item) break;
    items.push(item);
    end = item.end;
  }
  return items;
}

const VALUE_AND_NAME =
  /value\\{0,64}["']\s?[:=]\s?\\{0,64}["']([^"'\\\s]{6,500})\\{0,64}["'],\s{0,40}\\{0,64}["'](?:name|key)\\{0,64}["']\s?[:=]\s?\\{0,64}["']$/i;

/** `"value": "x", "name": "API_TOKEN"` */
function readBefore(text: string, name: Place): Value | undefined {
  if (!/["']/.test(text.charAt(name.start - 1)) || !/["'\\]/.test(text.charAt(name.end))) return undefined;
  if (
    !/(?:name|key)\\{0,64}["']\s?[:=]\s?\\{0,64}["']$/i.test(
      text.slice(Math.max(0, name.start - 80), name.start),
    )
  )
    return undefined;
  const before = text.slice(Math.max(0, name.start - 700), name.start);
  const found = VALUE_AND_NAME.exec(before);
  if (!found?.[1]) return undefined;
  const start = name.start - before.length + before.indexOf(found[1], found.index + 5);
  return { start, end: start + found[1].length, text: found[1], isQuoted: true };
}

/** Nearly all that is no separator is told by its first character, or by the first behind blanks. */
function endOfSeparator(text: string, at: number): number | undefined {
  let place = at;
  while (place < at + 32 && ' \t'.includes(text.charAt(place) || '.')) place += 1;
  if (isAlphanumeric(text.charCodeAt(place)) && !/v/i.test(text.charAt(place))) return undefined;
  SEPARATOR.lastIndex = at;
  return SEPARATOR.test(text) ? SEPARATOR.lastIndex : undefined;
}

/** The end of `<name>`, `<x:name a="b">` or `&lt;name&gt;`, with the blanks behind it. */
const ELEMENT = /(?:\s[^<>\n]{1,200})?(?:>|&gt;)(?:<Value>)?\s{0,40}/y;
function elementEnd(text: string, name: Place): number | undefined {
  if (!'<:;'.includes(text.charAt(name.start - 1) || ' ')) return undefined;
  const before = text.slice(Math.max(0, name.start - 32), name.start);
  if (!/(?:<|&lt;)(?:[\w-]{1,20}:)?$/.test(before)) return undefined;
  ELEMENT.lastIndex = name.end;
  return ELEMENT.test(text) ? ELEMENT.lastIndex : undefined;
}

/** A name without a value: what stands in the next line is another name. */
function isNameOfNext(text: string, separator: string, value: Value): boolean {
  return (
    !value.isQuoted && /\n|\\n/.test(separator) && /^\s?[:=(]/.test(text.slice(value.end, value.end + 2))
  );
}

/** `password "x"`, `--token x`, `API key provided: x` */
function spokenAfter(text: string, name: Place, kind: NameKind): Span | undefined {
  const option = /^--?/.test(text.slice(name.start, name.start + 2));
  if ((kind === 'weak' && !option) || kind === 'cookie') return undefined;
  SPOKEN.lastIndex = name.end;
  const isListed = option && /^\\*["'],?\s+/.exec(text.slice(name.end, name.end + 8));
  const from = isListed ? name.end + isListed[0].length : SPOKEN.test(text) ? SPOKEN.lastIndex : undefined;
  const value = from === undefined ? undefined : readValue(text, from);
  if (!value || value.text.includes(' ')) return undefined;
  const isWord =
    !value.isQuoted &&
    !option &&
    (/^[^\s\\]*\//.test(text.slice(value.start, value.end)) || text.charAt(name.start - 1) === '=');
  if (isWord) return undefined;
  const isSecret = kind === 'key' || kind === 'weak' ? isOpaque(value.text) : looksRandom(value.text, 6);
  return isSecret ? spanOf(name.start, value, kind) : undefined;
}

/** One blank and a word: neither a cell ends here nor a line. */
function isInSentence(text: string, at: number): boolean {
  return text.charAt(at) === ' ' && /[\w-]/.test(text.charAt(at + 1));
}

const TYPE = /^(?:REG_\w+|string|String|SecureString|text|env|secret|opaque|plain)$/;
/** The cell to the right of a name in a table. */
function cellAfter(text: string, name: Place, kind: NameKind): Span | undefined {
  let at = cellBehind(text, name);
  let value = at === undefined ? undefined : readValue(text, at);
  if (value && TYPE.test(value.text)) {
    at = cellBehind(text, value);
    value = at === undefined ? undefined : readValue(text, at);
  }
  if (!value || value.text.includes(PLACEHOLDER)) return undefined;
  const isSecret = kind === 'key' || kind === 'weak' ? isOpaque(value.text) : looksRandom(value.text, 8);
  return isSecret && !/^\d{4}-\d\d-\d\dT/.test(value.text) ? spanOf(name.start, value, kind) : undefined;
}

/** The cells below a name that heads a column. */
function columnUnder(
  text: string,
  name: Place,
  kind: NameKind,
  examined: Examined,
): readonly Span[] | undefined {
  if (kind !== 'password' && kind !== 'secret') return undefined;
  const cells = columnBelow(text, name, examined).filter((cell) => {
    const value = text.slice(cell.start, cell.end);
    return (
      /\d/.test(value) &&
      looksRandom(value, 8) &&
      !value.includes(PLACEHOLDER) &&
      !/\s|^[a-z]+\(\d+\)$/.test(value)
    );
  });
  return cells.map(({ start, end }) => ({ from: name.start, start, end, kind: labelOf(kind) }));
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
    case 'key':
      return (
        isOpaque(text) ||
        (isTight &&
          /^[A-Za-z]{16,}$/.test(text) &&
          (text.match(/[a-z][A-Z]/g)?.length ?? 0) * 6 >= text.length)
      );
    case 'bare-key':
      return isKeyMaterial(text);
    default:
      return (
        looksRandom(text, text.length === 6 ? 6 : 12) && !/^[A-Z_]+$|^[a-z]+(?:-[a-z]+)*-\d{1,3}$/.test(text)
      );
  }
}

/** Base64 of 32 or 64 bytes, or what only a generator writes. */
function isKeyMaterial(text: string): boolean {
  return (
    /^(?:[A-Za-z0-9+/]{43}=|[A-Za-z0-9+/]{86}==)$/.test(text) || (text.length >= 32 && isGenerated(text))
  );
}

/** A pass phrase has blanks; so has a label, which speaks of what it labels. */
function isPhrase(text: string, kind: NameKind): boolean {
  if (kind !== 'password') return /\d/.test(text) && text.length >= 12 && text.split(/\s+/).length <= 3;
  return text.length >= 10 && !/pass|token|secret|enter|must|your|the /i.test(text);
}

function spanOf(from: number, value: Value, kind: NameKind): Span {
  return { from, start: value.start, end: value.end, kind: labelOf(kind) };
}
