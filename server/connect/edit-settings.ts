// Changes entries of a settings file and makes sure that nothing else has changed, by parsing it before and after.
import { isDeepStrictEqual } from 'node:util';
import { jsonSettings } from './json-settings.ts';
import { type Container, type Entry, isObject, objectAt, SettingsProblem } from './settings-format.ts';
import { tomlSettings } from './toml-settings.ts';
import { yamlSettings } from './yaml-settings.ts';

export type FormatName = 'json' | 'toml' | 'yaml';

const formats = { json: jsonSettings, toml: tomlSettings, yaml: yamlSettings };
const BYTE_ORDER_MARK = '\ufeff';

/** The entries of a container, by name. A map, since a name may be `__proto__`. */
export type Entries = ReadonlyMap<string, unknown>;

/** What a place should hold: an entry, or nothing (null). */
export type EntryChanges = ReadonlyMap<string, Entry | null>;

/**
 * The entries of a container, by name; none if it is not there.
 * @throws SettingsProblem
 */
export function entriesIn(format: FormatName, text: string, container: Container): Entries {
  return entriesAt(formats[format].parse(withoutMark(text)), container);
}

function entriesAt(content: unknown, container: Container): Map<string, unknown> {
  return new Map(Object.entries(objectAt(content, container) ?? {}));
}

/**
 * @returns the text with these changes; the same text if there is nothing to do
 * @throws SettingsProblem if it cannot be read, or not be changed without touching something else
 */
export function changeEntries(
  format: FormatName,
  text: string,
  container: Container,
  changes: EntryChanges,
): string {
  const { parse, put, remove } = formats[format];
  const before = withoutMark(text);
  const parsed = parse(before);
  const known = entriesAt(parsed, container);
  const after = [...changes].reduce((changed, [name, entry]) => {
    if (entry !== null)
      return isDeepStrictEqual(known.get(name), entry) ? changed : put(changed, container, name, entry);
    return known.has(name) ? remove(changed, container, name) : changed;
  }, before);
  if (after === before) return text;
  requireRest(parsed, parse(after), container, changes);
  return text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK + after : after;
}

/** An entry as a text to paste into a file without others. */
export function entryText(format: FormatName, container: Container, name: string, entry: Entry): string {
  return `${formats[format].put('', container, name, entry).trimEnd()}\n`;
}

function withoutMark(text: string): string {
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}

/** The last line of defence: whatever the text looks like, nothing but these entries may have another value. */
function requireRest(before: unknown, after: unknown, container: Container, changes: EntryChanges): void {
  const expected = entriesAt(before, container);
  for (const [name, entry] of changes) {
    if (entry === null) expected.delete(name);
    else expected.set(name, entry);
  }
  const isAsWanted =
    isDeepStrictEqual(entriesAt(after, container), expected) &&
    isDeepStrictEqual(withoutEntries(after, container), withoutEntries(before, container));
  if (!isAsWanted) {
    throw new SettingsProblem('it is written in a way Patchbay cannot change without touching more');
  }
}

/** The value without this container, and without objects that held nothing else. */
function withoutEntries(value: unknown, [key = '', ...rest]: Container): unknown {
  if (!isObject(value)) return value;
  const { [key]: inner, ...others } = value;
  const left = rest.length > 0 ? withoutEntries(inner, rest) : {};
  const isEmpty = !isObject(left) || Object.keys(left).length === 0;
  return isEmpty ? others : { ...others, [key]: left };
}
