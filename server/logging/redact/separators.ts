// What stands between a name and its value, in the syntaxes logs are full of.
import { isAlphanumeric } from './boundaries.ts';
import type { Place } from './name-around.ts';

const COLOR = String.raw`(?:(?:\p{Cc}|\\u001b|\\x1b)\[[\d;]*m)*`;
const QUOTE = String.raw`(?:\\*["'\x60”“]|%(?:25){0,3}2[27]|&quot;|&#3[49];|\\{1,64}(?:u00|x)2[27])`;
const EQUALS = String.raw`(?:=>|<-|-{1,8}>|~>|→|≔|:=|==|=|:|：|＝|%(?:25){0,3}3[DA]|&#(?:61|58|x3[da]);|\\{1,64}(?:u00|x)3[da])`;
const BREAK = String.raw`(?:\r?\n|(?:\\+r)?\\+n)`;
const BLANK = String.raw`(?:\s|\\+[nrt])`;
/** The text between a name and its value, one entry per syntax, tried in order. */
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

/** How each of them begins, or goes on after the blanks at its beginning. */
const BEGINNING = /\s{0,48}(?:,\s{0,48})?(?:[^\w\s,./{}()|;>#!?@$^+-]|\(|-{1,8}>|- |[vcp])/iuy;

/** Almost everything that is not a separator is recognised by its first character, or the first one after spaces. */
export function endOfSeparator(text: string, at: number): number | undefined {
  let place = at;
  while (place < at + 32 && ' \t'.includes(text.charAt(place) || '.')) place += 1;
  if (isAlphanumeric(text.charCodeAt(place)) && !/v/i.test(text.charAt(place))) return undefined;
  BEGINNING.lastIndex = at;
  if (!BEGINNING.test(text)) return undefined;
  SEPARATOR.lastIndex = at;
  return SEPARATOR.test(text) ? SEPARATOR.lastIndex : undefined;
}

/** The end of `<name>`, `<x:name a="b">` or `&lt;name&gt;`, with the spaces after it. */
const ELEMENT = /(?:\s[^<>\n]{1,200})?(?:>|&gt;)(?:<Value>)?\s{0,40}/y;
export function elementEnd(text: string, name: Place): number | undefined {
  if (!'<:;'.includes(text.charAt(name.start - 1) || ' ')) return undefined;
  const before = text.slice(Math.max(0, name.start - 32), name.start);
  if (!/(?:<|&lt;)(?:[\w-]{1,20}:)?$/.test(before)) return undefined;
  ELEMENT.lastIndex = name.end;
  return ELEMENT.test(text) ? ELEMENT.lastIndex : undefined;
}

/** The end of the words with which people lead from a name to its value: ` is `, ` for bob: `. */
export function endOfSpoken(text: string, at: number): number | undefined {
  SPOKEN.lastIndex = at;
  return SPOKEN.test(text) ? SPOKEN.lastIndex : undefined;
}
