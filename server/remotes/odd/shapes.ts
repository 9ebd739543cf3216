// Small descriptions of what strict clients accept, used to read one value of a remote. The result is the same value
// if it is correct, a fixed one if it has one possible meaning, or UNREADABLE. Notes say what was odd. Correct values
// are not copied.

/** A value without a single possible meaning. */
export const UNREADABLE = Symbol('unreadable');

/**
 * @param notes receives a line for each oddity: its place in the value and what it was
 * @returns the same value if it is correct; undefined if it should be left out
 */
export type Shape = (value: unknown, notes: string[]) => unknown;

export interface Member {
  readonly shape: Shape;
  /**
   * Called with the whole object if the member is missing or cannot be read. If absent, the object cannot be read
   * then.
   */
  readonly otherwise?: ((whole: Members) => unknown) | undefined;
  readonly isRequired: boolean;
}

export type Members = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** PHP writes an empty object as an empty list. */
export function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** A member that may be absent; one that cannot be read is left out. */
export const maybe = (shape: Shape): Member => ({ shape, isRequired: false });

/** @param otherwise the value if it is missing or cannot be read; UNREADABLE if there is no substitute */
export const needs = (shape: Shape, otherwise?: (whole: Members) => unknown): Member => ({
  shape,
  otherwise,
  isRequired: true,
});

/** An object with these members; others pass unchanged. */
export function object(members: Readonly<Record<string, Member>>): Shape {
  const table = Object.entries(members);
  return (value, notes) => {
    if (isEmptyList(value) && !table.some(([, { isRequired }]) => isRequired)) return {};
    if (!isObject(value)) return UNREADABLE;
    let fixed: Record<string, unknown> | undefined;
    for (const [name, member] of table) {
      const given = value[name];
      if (given === undefined && !member.isRequired) continue;
      const read = readMember(name, member, value, notes);
      if (read === given) continue;
      if (read === UNREADABLE) return UNREADABLE;
      fixed ??= { ...value };
      if (read === undefined) delete fixed[name];
      else fixed[name] = read;
    }
    return fixed ?? value;
  };
}

function readMember(name: string, member: Member, whole: Members, notes: string[]): unknown {
  const given = whole[name];
  const noted = notes.length;
  const read = given === undefined ? UNREADABLE : member.shape(given, notes);
  if (read === given) return read;
  if (notes.length === noted) notes.push(`${name} was ${kindOf(given)}`);
  else prefix(notes, noted, name);
  if (read !== UNREADABLE) return read;
  if (!member.isRequired) return undefined;
  return member.otherwise ? member.otherwise(whole) : UNREADABLE;
}

/** A list; elements that cannot be read are left out. */
export function listOf(shape: Shape): Shape {
  return (value, notes) => {
    if (!Array.isArray(value)) return UNREADABLE;
    let fixed: unknown[] | undefined;
    for (let index = 0; index < value.length; index += 1) {
      const given: unknown = value[index];
      const noted = notes.length;
      const read = shape(given, notes);
      if (read !== given) {
        if (notes.length === noted) notes.push(`${index} was ${kindOf(given)}`);
        else prefix(notes, noted, String(index));
        fixed ??= value.slice(0, index);
      }
      if (fixed && read !== UNREADABLE && read !== undefined) fixed.push(read);
    }
    return fixed ?? value;
  };
}

/** A map of names to values. */
export function recordOf(shape: Shape): Shape {
  return (value, notes) => {
    if (isEmptyList(value)) return {};
    if (!isObject(value)) return UNREADABLE;
    const members = Object.fromEntries(Object.keys(value).map((name) => [name, maybe(shape)]));
    return object(members)(value, notes);
  };
}

export const text: Shape = (value) => {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : UNREADABLE;
};

/** The name of something: a number is not accepted. */
export const word: Shape = (value) => (typeof value === 'string' ? value : UNREADABLE);

export const flag: Shape = (value) => (typeof value === 'boolean' ? value : UNREADABLE);

export const number =
  (least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY): Shape =>
  (value) =>
    typeof value === 'number' && value >= least && value <= most ? value : UNREADABLE;

export const integer: Shape = (value) => (Number.isSafeInteger(value) ? value : UNREADABLE);

export const oneOf =
  (...words: readonly string[]): Shape =>
  (value) =>
    words.includes(value as string) ? value : UNREADABLE;

export const record: Shape = (value) => {
  if (isEmptyList(value)) return {};
  return isObject(value) ? value : UNREADABLE;
};

/** A capability: `true` only means that it exists, `false` that it does not. */
export const presence =
  (shape: Shape): Shape =>
  (value, notes) => {
    if (value === true) return {};
    return value === false ? undefined : shape(value, notes);
  };

/** For a note: the value found instead of the expected one. */
export function kindOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'boolean') return String(value);
  return typeof value === 'string' ? `the text ${JSON.stringify(value.slice(0, 40))}` : `a ${typeof value}`;
}

function prefix(notes: string[], from: number, name: string): void {
  for (let at = from; at < notes.length; at += 1) notes[at] = `${name}.${notes[at]}`;
}
