// Settings files in JSON, with or without comments and trailing commas. The parser is jsonc-parser's; its `modify` is not
// used, because it formats the whole line it changes.
import { isDeepStrictEqual } from 'node:util';
import {
  createScanner,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import {
  applySplices,
  type Entry,
  indentAt,
  isObject,
  lineAt,
  newlineOf,
  type SettingsFormat,
  SettingsProblem,
  type Splice,
} from './settings-format.ts';

/** The kinds of jsonc-parser's `SyntaxKind` that matter here: an ambient const enum has no values where files are compiled alone. */
const token = { comma: 5, lineComment: 12, blockComment: 13, blanks: 15, end: 17 } as const;

export const jsonSettings: SettingsFormat = {
  parse(text) {
    const root = treeOf(text);
    // Its objects have no prototype, and would differ from ours by that alone.
    return root ? (structuredClone(getNodeValue(root)) as Record<string, unknown>) : {};
  },

  put(text, container, name, entry) {
    const path = [...container, name];
    const existing = nodeAt(text, path);
    if (existing?.type !== 'object') return setValue(text, path, entry);
    return Object.keys({ ...(getNodeValue(existing) as Entry), ...entry }).reduce((changed, key) => {
      const now = nodeAt(changed, [...path, key]);
      if (!Object.hasOwn(entry, key)) return removeProperty(changed, [...path, key]);
      const isSame = now !== undefined && isDeepStrictEqual(getNodeValue(now), entry[key]);
      return isSame ? changed : setValue(changed, [...path, key], entry[key]);
    }, text);
  },

  remove: (text, container, name) => removeProperty(text, [...container, name]),
};

/** @returns undefined for a text without any value */
function treeOf(text: string): Node | undefined {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  if (isBlank(text)) return undefined;
  const [first] = errors;
  if (first || !root) {
    const reason = first ? `it is not JSON: ${wordsOf(printParseErrorCode(first.error))}` : 'it is not JSON';
    throw new SettingsProblem(reason, lineAt(text, first?.offset ?? 0));
  }
  if (root.type !== 'object') throw new SettingsProblem('it holds no object', lineAt(text, root.offset));
  return root;
}

/** Comments count as nothing. */
function isBlank(text: string): boolean {
  const scanner = createScanner(text, true);
  return scanner.scan() === token.end && scanner.getTokenOffset() === text.length;
}

/** `CommaExpected` → `comma expected`. */
function wordsOf(code: string): string {
  return code.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}

/** The value of the last property with this key: that one counts for clients. */
function propertyValue(object: Node, key: string): Node | undefined {
  return object.children?.findLast((property) => property.children?.[0]?.value === key)?.children?.[1];
}

function nodeAt(text: string, path: readonly string[]): Node | undefined {
  return path.reduce<Node | undefined>((node, key) => node && propertyValue(node, key), treeOf(text));
}

function setValue(text: string, path: readonly string[], value: unknown): string {
  const root = treeOf(text);
  if (!root) {
    const object = printed(nested(path, value), '', unitOf(text), newlineOf(text));
    const gap = text === '' || text.endsWith('\n') ? '' : newlineOf(text);
    return `${text}${gap}${object}${newlineOf(text)}`;
  }
  let object = root;
  for (const [depth, key] of path.entries()) {
    const next = propertyValue(object, key);
    const rest = path.slice(depth + 1);
    if (!next) return applySplices(text, insertion(text, object, key, nested(rest, value)));
    if (rest.length === 0) {
      const isInline = !text.slice(object.offset, object.offset + object.length).includes('\n');
      const insert = isInline
        ? onOneLine(value)
        : printed(value, indentAt(text, next.offset), unitOf(text), newlineOf(text));
      return applySplices(text, [{ at: next.offset, length: next.length, insert }]);
    }
    if (next.type !== 'object') {
      throw new SettingsProblem(
        `\`${path.slice(0, depth + 1).join('.')}\` holds no object`,
        lineAt(text, next.offset),
      );
    }
    object = next;
  }
  return text;
}

function nested(path: readonly string[], value: unknown): unknown {
  return path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
}

/** A new last property, in the way the object is laid out. */
function insertion(text: string, object: Node, key: string, value: unknown): Splice[] {
  const newline = newlineOf(text);
  const unit = unitOf(text);
  const last = object.children?.at(-1);
  const inside = text.slice(object.offset + 1, object.offset + object.length - 1);
  const outer = indentAt(text, object.offset);
  if (!last) {
    const at = object.offset + 1 + inside.trimEnd().length;
    if (!text.includes('\n'))
      return [{ at, length: 0, insert: `${JSON.stringify(key)}: ${onOneLine(value)}` }];
    const property = `${newline}${outer}${unit}${printedProperty(key, value, outer + unit, unit, newline)}`;
    const isOpen = text.slice(at, object.offset + object.length).includes('\n');
    return [{ at, length: 0, insert: isOpen ? property : `${property}${newline}${outer}` }];
  }
  const valueEnd = last.offset + last.length;
  const comma = commaAfter(text, valueEnd);
  const at = endOfComments(text, comma === undefined ? valueEnd : comma + 1);
  const ownComma = comma === undefined ? '' : ',';
  const isInline = !inside.includes('\n');
  const [first] = object.children ?? [];
  const isFirstOnItsLine = first !== undefined && /[\r\n]\s*$/.test(text.slice(0, first.offset));
  const indent = isFirstOnItsLine ? indentAt(text, first.offset) : outer + unit;
  const property = isInline
    ? ` ${JSON.stringify(key)}: ${onOneLine(value)}`
    : `${newline}${indent}${printedProperty(key, value, indent, unit, newline)}`;
  if (comma !== undefined) return [{ at, length: 0, insert: `${property}${ownComma}` }];
  if (at === valueEnd) return [{ at, length: 0, insert: `,${property}` }];
  return [
    { at: valueEnd, length: 0, insert: ',' },
    { at, length: 0, insert: property },
  ];
}

function printedProperty(key: string, value: unknown, indent: string, unit: string, newline: string): string {
  return `${JSON.stringify(key)}: ${printed(value, indent, unit, newline)}`;
}

/** @param indent of the line it begins on */
function printed(value: unknown, indent: string, unit: string, newline: string): string {
  return JSON.stringify(value, null, unit).replaceAll('\n', `${newline}${indent}`);
}

function onOneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(', ')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}: ${onOneLine(inner)}`);
  return `{ ${members.join(', ')} }`;
}

/** One step of indentation in this text. */
function unitOf(text: string): string {
  return /^[ \t]*\{[^\S\r\n]*\r?\n(?:\s*\n)*([ \t]+)\S/.exec(text)?.[1] ?? '  ';
}

/** @returns the place of the comma before the next property or the end of the object */
function commaAfter(text: string, offset: number): number | undefined {
  const scanner = createScanner(text, true);
  scanner.setPosition(offset);
  return scanner.scan() === token.comma ? scanner.getTokenOffset() : undefined;
}

/** Behind the comments that follow on the same line: they are about what stands before them. */
function endOfComments(text: string, offset: number): number {
  const scanner = createScanner(text, false);
  scanner.setPosition(offset);
  let end = offset;
  for (;;) {
    const kind = scanner.scan();
    if (kind === token.lineComment || kind === token.blockComment) {
      end = scanner.getTokenOffset() + scanner.getTokenLength();
    } else if (kind !== token.blanks) return end;
  }
}

function removeProperty(text: string, path: readonly string[]): string {
  const property = nodeAt(text, path)?.parent;
  const object = property?.parent;
  if (!property || !object) return text;
  const siblings = object.children ?? [];
  const before = siblings[siblings.indexOf(property) - 1];
  const end = property.offset + property.length;
  const comma = commaAfter(text, end);
  const cutTo = comma === undefined ? end : comma + 1;
  const from = before ? before.offset + before.length : object.offset + 1;
  const endsLine = /^[ \t]*\r?\n/.test(text.slice(cutTo));
  // The line break before it may end a comment that must not reach what follows.
  const mayJoin = endsLine || !hasLineComment(text, from, property.offset);
  const blanks = (mayJoin ? /(?:\r?\n)?[ \t]*$/ : /[ \t]*$/).exec(text.slice(0, property.offset))?.[0] ?? '';
  const cutFrom = property.offset - blanks.length;
  const splices: Splice[] = [{ at: cutFrom, length: cutTo - cutFrom, insert: '' }];
  const commaBefore =
    before && comma === undefined ? commaAfter(text, before.offset + before.length) : undefined;
  if (commaBefore !== undefined) splices.push({ at: commaBefore, length: 1, insert: '' });
  const isOnly = siblings.length === 1;
  const left = text.slice(cutTo, object.offset + object.length - 1);
  // Nothing else is in there: the line break before the brace was for this property.
  if (isOnly && cutFrom === object.offset + 1 && /^\s*$/.test(left)) {
    return applySplices(text, [{ at: cutFrom, length: cutTo + left.length - cutFrom, insert: '' }]);
  }
  return applySplices(text, splices);
}

function hasLineComment(text: string, from: number, to: number): boolean {
  const scanner = createScanner(text.slice(0, to), false);
  scanner.setPosition(from);
  for (let kind: number = scanner.scan(); kind !== token.end; kind = scanner.scan()) {
    if (kind === token.lineComment) return true;
  }
  return false;
}
