// Secrets announced by their name: `name=value` in the many syntaxes found in logs. The rule is applied at a word such
// as "token"; it reads the whole name around it, the separator, and the value.
import { accepted } from './accepted.ts';
import { blockBehind, isSecretBlock } from './blocks.ts';
import { cookiesAfter, credentialsAfter } from './header-values.ts';
import { LONGEST_NAME, nameAround, type Place } from './name-around.ts';
import { generatedAfter, valueBelow } from './near.ts';
import { isOpaque, looksRandom } from './plausible.ts';
import { createNameKinds, labelOf, type NameKind } from './secret-names.ts';
import { elementEnd, endOfSeparator, endOfSpoken } from './separators.ts';
import { type Examined, PLACEHOLDER, type Rule, type Span } from './span.ts';
import { cellBehind, columnBelow } from './tables.ts';
import { groupedOrNumbers, itemsBehind, readBefore } from './value-shapes.ts';
import { readValue, type Value } from './values.ts';

/** Names are read whole, so a name with several anchors is examined only once. */
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

/** Whether the value of a name has been replaced already: the second pass over a text finds little else. */
function isReplaced(text: string, at: number): boolean {
  REPLACED.lastIndex = at;
  return REPLACED.test(text);
}
const REPLACED = /[\s"'`\\:=>]{0,4}\[REDACTED:/y;

const LONGEST_WITHOUT_DIGIT = 300;
const NEAR_NAME = /pass|pwd|secret|token|key|cred|auth|cookie/i;
/** `"token": null`: text further on belongs to other names. */
const DULL_VALUE =
  /\\{0,64}["']?\s{0,4}(?:[:=]|=>)\s{0,4}(?:(?:null|none|nil|undefined|true|false|\d{1,12})\b|\\{0,64}(?:""|'')|\\{0,64}["'][a-z_ -]{0,40}\\{0,64}["'])/iy;
function hasDullValue(text: string, at: number): boolean {
  DULL_VALUE.lastIndex = at;
  return DULL_VALUE.test(text);
}

const DIGIT = /\d/g;
/** The place of the first digit from there on, infinite if there is none. Nothing is searched twice. */
function nextDigit(text: string, at: number, examined: Examined): number {
  const before = examined.get(nextDigit) ?? -1;
  if (before >= at) return before;
  DIGIT.lastIndex = at;
  const place = DIGIT.test(text) ? DIGIT.lastIndex - 1 : Number.POSITIVE_INFINITY;
  examined.set(nextDigit, place);
  return place;
}

/** If no syntax matches: values close by. */
function near(text: string, name: Place, kind: NameKind, examined: Examined): readonly Span[] | undefined {
  if (kind === 'weak' || kind === 'key') return undefined;
  // Such a value contains a digit, and nearly all prose does not.
  if (nextDigit(text, name.end, examined) >= name.end + LONGEST_WITHOUT_DIGIT) return undefined;
  if (!NEAR_NAME.test(text.slice(name.start, name.end)) || hasDullValue(text, name.end)) return undefined;
  const isHeader = kind === 'cookie' || kind === 'authorization';
  const below = isHeader ? undefined : valueBelow(text, name, kind, examined);
  const places = below ? [below] : kind === 'bare-key' ? [] : generatedAfter(text, name.end, examined);
  return places.map(({ start, end }) => ({ from: name.start, start, end, kind: labelOf(kind) }));
}

function secretAfter(
  text: string,
  name: Place,
  kind: NameKind,
  examined: Examined,
): Span | readonly Span[] | undefined {
  const before = text.charAt(name.start - 1);
  const element = elementEnd(text, name);
  // `arn:aws:secretsmanager:…:secret:name` and similar are identifiers.
  const isPart = before === ':' && /[A-Za-z0-9]/.test(text.charAt(name.start - 2));
  if (isPart && text.charAt(name.end) === ':') return undefined;
  // `--name: #ff8800` is a CSS variable.
  const isVariable = text.startsWith('--', name.start) || text.charAt(name.start) === '$';
  if (isVariable && text.charAt(name.end) === ':') return undefined;
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
  // `code` and `sid` are secrets in a URL, a form or JSON, and ordinary words elsewhere.
  const isWord = /^(?:code|sid)$/i.test(text.slice(name.start, name.end)) && /[^?&"']/.test(before);
  if (isWord || !value || isNameOfNext(text, separator, value)) return undefined;
  // In a list, another name may follow a name.
  const isListed = /,|\($/.test(separator) && !/value/i.test(separator);
  if (isListed && !looksRandom(value.text)) return columnUnder(text, name, kind, examined);
  const isTight = element !== undefined || value.isQuoted || /[=>]$|%3D$/i.test(separator);
  if (!accepted(value, kind, isTight)) return undefined;
  const items = itemsBehind(text, value, separator).filter((item) => accepted(item, kind, isTight));
  const first = spanOf(name.start, value, kind);
  return items.length === 0 ? first : [first, ...items.map((item) => spanOf(name.start, item, kind))];
}

/** A name without a value: the next line is another name. */
function isNameOfNext(text: string, separator: string, value: Value): boolean {
  return (
    !value.isQuoted && /\n|\\n/.test(separator) && /^\s?[:=(]/.test(text.slice(value.end, value.end + 2))
  );
}

const LISTED = /^\\*["'],?\s+/;

/** `password "x"`, `--token x`, `API key provided: x` */
function spokenAfter(text: string, name: Place, kind: NameKind): Span | undefined {
  const option = text.charAt(name.start) === '-';
  if ((kind === 'weak' && !option) || kind === 'cookie') return undefined;
  const isListed = option && text.charAt(name.end) !== ' ' && LISTED.exec(text.slice(name.end, name.end + 8));
  const from = isListed ? name.end + isListed[0].length : endOfSpoken(text, name.end);
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

/** One space and a word: neither a cell nor a line ends here. */
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

const HAS_DIGIT = /\d/;
/** `varchar(64)` */
const TEXT_OR_TYPE = /\s|^[a-z]+\(\d+\)$/;
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
      HAS_DIGIT.test(value) &&
      looksRandom(value, 8) &&
      !value.includes(PLACEHOLDER) &&
      !TEXT_OR_TYPE.test(value)
    );
  });
  return cells.map(({ start, end }) => ({ from: name.start, start, end, kind: labelOf(kind) }));
}

function spanOf(from: number, value: Value, kind: NameKind): Span {
  return { from, start: value.start, end: value.end, kind: labelOf(kind) };
}
