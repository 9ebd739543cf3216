// Goose's config.yaml. The `yaml` package says where things are; entries are added and taken out as text, since printing a
// document again would change quotes, line breaks and indentation everywhere.
import { isMap, isScalar, LineCounter, type Pair, parseDocument, stringify, type YAMLMap } from 'yaml';
import {
  applySplices,
  type Entry,
  indentAt,
  isObject,
  newlineOf,
  type SettingsFormat,
  SettingsProblem,
} from './settings-format.ts';

const INDENT = 2;

export const yamlSettings: SettingsFormat = {
  parse(text) {
    const value: unknown = documentOf(text).toJS();
    if (value === null) return {};
    if (!isObject(value)) throw new SettingsProblem('it holds no mapping');
    return value;
  },

  put(text, [key = ''], name, entry) {
    const found = pairIn(documentOf(text).contents, key);
    const map = found?.value;
    if (isMap(map)) {
      const existing = pairIn(map, name);
      return existing
        ? replaced(text, existing, name, entry)
        : inserted(text, found as Pair, map, name, entry);
    }
    const lines = printed({ [name]: entry }, ' '.repeat(INDENT), text);
    if (!found) {
      const gap = text === '' || text.endsWith('\n') ? '' : newlineOf(text);
      return `${text}${gap}${key}:${newlineOf(text)}${lines}${newlineOf(text)}`;
    }
    if (!isScalar(map) || map.value !== null) throw new SettingsProblem(`\`${key}\` holds no mapping`);
    const at = endOfLine(text, rangeOf(found.key)[1]);
    if (map.source) throw new SettingsProblem(`\`${key}\` is written as \`${map.source}\``);
    return applySplices(text, [{ at, length: 0, insert: `${newlineOf(text)}${lines}` }]);
  },

  remove(text, [key = ''], name) {
    const map = pairIn(documentOf(text).contents, key)?.value;
    const pair = pairIn(map, name);
    if (!isMap(map) || !pair) return text;
    const [start, end] = [rangeOf(pair.key)[0], endOfPair(text, pair)];
    if (!map.flow) return applySplices(text, [lineSplice(text, start, end)]);
    const comma = /^\s*,[ \t]*/.exec(text.slice(end))?.[0];
    const before = /,?\s*$/.exec(text.slice(0, start))?.[0] ?? '';
    const cut =
      comma === undefined
        ? { at: start - before.length, length: end - start + before.length, insert: '' }
        : { at: start, length: end - start + comma.length, insert: '' };
    return applySplices(text, [cut]);
  },
};

function documentOf(text: string) {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [first] = document.errors;
  if (first) {
    const [reason = ''] = first.message.split('\n');
    throw new SettingsProblem(
      `it is not YAML: ${reason.replace(/ at line \d+, column \d+:?$/, '')}`,
      lines.linePos(first.pos[0]).line,
    );
  }
  return document;
}

function pairIn(map: unknown, key: string): Pair | undefined {
  if (!isMap(map)) return undefined;
  // `123:` and `true:` are names too.
  return (map as YAMLMap).items.find((pair) => isScalar(pair.key) && String(pair.key.value ?? '') === key);
}

/** @returns where a node begins, where its value ends, and where what belongs to it ends */
function rangeOf(node: unknown): [start: number, valueEnd: number, nodeEnd: number] {
  const range = (node as { range?: [number, number, number] | null } | null)?.range;
  if (!range) throw new SettingsProblem('it is written in a way Patchbay cannot change');
  return range;
}

/** Behind the last character of the pair that is no line break, blank or comment. */
function endOfPair(text: string, { key, value }: Pair): number {
  const end = value === null ? rangeOf(key)[1] : rangeOf(value)[1];
  return text.slice(0, end).trimEnd().length;
}

function endOfLine(text: string, offset: number): number {
  const end = /\r?\n|$/.exec(text.slice(offset));
  return offset + (end?.index ?? 0);
}

/** As the first of its map: behind the last one a block scalar may go on, or comments that belong to the map. */
function inserted(text: string, found: Pair, map: YAMLMap, name: string, entry: Entry): string {
  const [start] = rangeOf(map);
  if (map.flow) {
    const flow = `${JSON.stringify(name)}: ${JSON.stringify(entry)}`;
    const insert = map.items.length === 0 ? flow : `${flow}, `;
    return applySplices(text, [{ at: text.indexOf('{', start) + 1, length: 0, insert }]);
  }
  const [first] = map.items;
  const indent = indentAt(text, rangeOf(first?.key)[0]);
  const at = endOfLine(text, rangeOf(found.key)[1]);
  const lines = printed({ [name]: entry }, indent, text);
  return applySplices(text, [{ at, length: 0, insert: `${newlineOf(text)}${lines}` }]);
}

function replaced(text: string, pair: Pair, name: string, entry: Entry): string {
  const [start, end] = [rangeOf(pair.key)[0], endOfPair(text, pair)];
  const isFlow = (pair.value as { flow?: boolean } | null)?.flow === true;
  const insert = isFlow
    ? `${JSON.stringify(name)}: ${JSON.stringify(entry)}`
    : printed({ [name]: entry }, indentAt(text, start), text).trimStart();
  return applySplices(text, [{ at: start, length: end - start, insert }]);
}

/** In block style, each line with this indentation, without a line break at the end. */
function printed(value: Entry, indent: string, text: string): string {
  const lines = stringify(value, { indent: INDENT, lineWidth: 0 }).trimEnd().split('\n');
  return lines.map((line) => `${indent}${line}`).join(newlineOf(text));
}

/** The lines of a pair in block style, with the line break before them. */
function lineSplice(text: string, start: number, end: number) {
  const blanks = /(?:\r?\n)?[ \t]*$/.exec(text.slice(0, start))?.[0] ?? '';
  return { at: start - blanks.length, length: end - start + blanks.length, insert: '' };
}
