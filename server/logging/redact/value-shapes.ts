// Values that are not one run of characters right behind a separator: groups, bytes, lists, and those that stand before
// their name.
import type { Place } from './name-around.ts';
import { labelOf, type NameKind } from './secret-names.ts';
import type { Span } from './span.ts';
import { readValue, type Value } from './values.ts';

/** Base32, or an app password as shown to people: in groups of four. */
const GROUPS =
  /\\{0,64}["']?((?:[A-Z2-7]{4} ){3,15}[A-Z2-7]{1,4}|(?:[a-z]{4} ){3}[a-z]{4})(?=\\{0,64}["']|\s*(?:\n|$))/dy;
/** A key as a list of bytes. */
const BYTES =
  /\[?\s{0,8}((?:(?:0x[0-9a-f]{2}|\d{1,3})\s{0,2},\s{0,8}){7,127}(?:0x[0-9a-f]{2}|\d{1,3}))(?![\w.])/diy;

export function groupedOrNumbers(text: string, name: Place, at: number, kind: NameKind): Span | undefined {
  // Groups have a space after four characters; bytes start with a digit or a bracket.
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

/** The arrow after the old value in a change plan. */
function readChanged(text: string, old: Value): Value | undefined {
  CHANGED.lastIndex = old.end;
  return CHANGED.test(text) ? readValue(text, CHANGED.lastIndex) : undefined;
}

/** The other values of a list. */
export function itemsBehind(text: string, first: Value, separator: string): Value[] {
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
export function readBefore(text: string, name: Place): Value | undefined {
  const before = text.charAt(name.start - 1);
  if ((before !== '"' && before !== "'") || !/["'\\]/.test(text.charAt(name.end))) return undefined;
  if (
    !/(?:name|key)\\{0,64}["']\s?[:=]\s?\\{0,64}["']$/i.test(
      text.slice(Math.max(0, name.start - 80), name.start),
    )
  )
    return undefined;
  const above = text.slice(Math.max(0, name.start - 700), name.start);
  const found = VALUE_AND_NAME.exec(above);
  if (!found?.[1]) return undefined;
  const start = name.start - above.length + above.indexOf(found[1], found.index + 5);
  return { start, end: start + found[1].length, text: found[1], isQuoted: true };
}
