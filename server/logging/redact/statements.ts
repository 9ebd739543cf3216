// Rows in SQL statements: the columns have names, and the values are in the same order.
import type { Anchor } from './anchors.ts';
import { isEmptyTalk } from './plausible.ts';
import { kindOfName, labelOf } from './secret-names.ts';
import { PLACEHOLDER, type Rule, type Span } from './span.ts';

const COLUMNS =
  /[\w.\x60"[\]\\]{1,100}\s{0,8}\(([^()]{1,2000})\)\s{0,8}(?:OUTPUT\s[^()\n]{1,80}\s)?VALUES\s{0,8}(?=\()/iy;
const VALUE =
  /\s{0,8}(?:[NEe]?\\*'((?:[^'\\\n]|''|\\(?!'))*)\\*'|"([^"\n]*)"|([^\s,()'"]+(?:\([^()]*\))?))\s{0,8}([,)])/dy;
const MOST_ROWS = 200;

const insertRule: Rule = (text, at, anchor) => {
  COLUMNS.lastIndex = at + anchor.length;
  const columns = COLUMNS.exec(text)?.[1]?.split(',');
  if (!columns) return undefined;
  const kinds = columns.map((column) => kindOfName(column.replace(/[^\w.-]/g, '')));
  if (kinds.every((kind) => kind === undefined)) return undefined;
  const found: Span[] = [];
  let place = COLUMNS.lastIndex;
  for (let row = 0; row < MOST_ROWS && text.charAt(place) === '('; row += 1) {
    place += 1;
    for (const kind of kinds) {
      VALUE.lastIndex = place;
      const value = VALUE.exec(text);
      const bounds = value?.indices?.[1] ?? value?.indices?.[2];
      if (!value) return found;
      place = VALUE.lastIndex;
      if (!bounds || !kind || kind === 'weak' || kind === 'key') continue;
      const [start, end] = bounds;
      const secret = text.slice(start, end);
      const isOne = secret.length >= 4 && !secret.includes(PLACEHOLDER) && !isEmptyTalk(secret);
      if (isOne) found.push({ from: start, start, end, kind: labelOf(kind) });
    }
    place += /^\s{0,8},?\s{0,40}/.exec(text.slice(place, place + 50))?.[0].length ?? 0;
  }
  return found;
};

export const statementAnchors: readonly Anchor[] = [
  'insert into ',
  'replace into ',
  'insert ignore into ',
].map((literal) => ({ literal, isCaseSensitive: false, rule: insertRule }));
