// What the three formats of settings files have in common: they find, set and remove one entry of a text, and leave all
// other characters as they are.

/** Members of an entry, as the client reads them. */
export type Entry = Readonly<Record<string, unknown>>;

/** Where entries are: the keys from the top of the file, such as `mcpServers`. */
export type Container = readonly string[];

/** Texts are without a byte order mark. Functions throw SettingsProblem for what they cannot read or change. */
export interface SettingsFormat {
  /** The whole content, as the client reads it; an empty file has none. Also `__proto__` is a member like any other. */
  parse(text: string): Readonly<Record<string, unknown>>;
  /** Adds or replaces an entry. Members that stay the same keep their text where the format allows it. */
  put(text: string, container: Container, name: string, entry: Entry): string;
  /** Takes out an entry that is there, and nothing around it. */
  remove(text: string, container: Container, name: string): string;
}

/** A text that cannot be read, or not be changed without touching other parts of it. */
export class SettingsProblem extends Error {
  /** Starts at 1; undefined if it is no single line. */
  readonly line: number | undefined;

  /** @param reason a clause about the file: `it is not JSON` */
  constructor(reason: string, line?: number) {
    super(reason);
    this.line = line;
  }
}

export interface Splice {
  readonly at: number;
  /** How many characters are taken out there. */
  readonly length: number;
  readonly insert: string;
}

/** @param splices do not overlap */
export function applySplices(text: string, splices: readonly Splice[]): string {
  const lastFirst = [...splices].sort((a, b) => b.at - a.at);
  return lastFirst.reduce(
    (result, { at, length, insert }) => result.slice(0, at) + insert + result.slice(at + length),
    text,
  );
}

/** The line break a text uses. */
export function newlineOf(text: string): '\n' | '\r\n' {
  return /\r?\n/.exec(text)?.[0] === '\r\n' ? '\r\n' : '\n';
}

/** Starts at 1. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** The blanks and tabs the line of this offset begins with. */
export function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @returns a member of this object itself: an entry may have the name of what every object inherits, such as `constructor` */
export function memberOf(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** @returns the object at this place; undefined if there is none */
export function objectAt(value: unknown, path: readonly string[]): Record<string, unknown> | undefined {
  const found = path.reduce(memberOf, value);
  return isObject(found) ? found : undefined;
}
