// Fixes a remote's messages before a client sees them, if they have one possible meaning, and leaves out definitions
// that have none: clients refuse a whole list for one odd definition. A correct value is returned as the same object.
import type { Params } from '../wire/peer.ts';
import { discovery, type Era, introduction, type ListShape, lists } from './definitions.ts';
import { cacheable, envelope, resultShape } from './odd-results.ts';
import type { Oddity } from './oddity.ts';
import { isObject, kindOf, type Members, maybe, object, text } from './shapes.ts';

export interface Fixed<T> {
  /** The same object as given, if nothing was odd. */
  readonly value: T;
  readonly oddities: readonly Oddity[];
}

export class Malformed extends Error {}

export const isList = (method: string): boolean => lists.legacy.has(method);

const MAX_ODDITIES = 100;
const LONGEST_NAME = 80;
const LONGEST_REASON = 300;

/**
 * @param params of the request
 * @throws Malformed if an answer to a list request contains no list
 */
export function fixResult(
  method: string,
  params: Params | undefined,
  result: unknown,
  era: Era,
): Fixed<Members> {
  const list = lists[era].get(method);
  if (list) return fixList(method, list, result, { era, cursor: params?.['cursor'] });
  const notes: string[] = [];
  const shape =
    method === 'server/discover' ? object({ ...envelope[era] }) : resultShape(method, params, era);
  let value = shape(result, notes);
  if (method === 'server/discover' && isObject(value)) value = discovery(value, notes);
  if (!isObject(value)) throw new Malformed(`its answer to ${method} is malformed`);
  return { value, oddities: notes.length === 0 ? [] : [fixed('answer', method, notes)] };
}

/** @throws Malformed when it is not an introduction */
export function fixIntroduction(about: unknown): Fixed<Members> {
  const notes: string[] = [];
  const value = introduction(about, notes);
  if (!isObject(value)) throw new Malformed('its answer to initialize is malformed');
  return { value, oddities: notes.length === 0 ? [] : [fixed('answer', 'initialize', notes)] };
}

/**
 * Replaces a page of a list that cannot be fetched.
 * @param method of a list
 */
export function endOfList(method: string, why: string): { value: Members; oddity: Oddity } {
  const { field } = lists.legacy.get(method) as ListShape;
  return {
    value: { [field]: [] },
    oddity: { kind: 'left-out', what: `the rest of ${method}`, why: reasonOf([why]) },
  };
}

const page = {
  legacy: object({ ...envelope.legacy, ...cacheable.legacy, nextCursor: maybe(text) }),
  modern: object({ ...envelope.modern, ...cacheable.modern, nextCursor: maybe(text) }),
};

/** @param asked.cursor the cursor of the requested page */
function fixList(
  method: string,
  list: ListShape,
  result: unknown,
  { era, cursor }: { era: Era; cursor: unknown },
): Fixed<Members> {
  const { field } = list;
  const notes: string[] = [];
  const given: unknown = Array.isArray(result) ? { [field]: result } : (result ?? {});
  const read = page[era](given, notes) as Members;
  const isEndless = read['nextCursor'] !== undefined && read['nextCursor'] === cursor;
  if (isEndless) notes.push('nextCursor led to the same page');
  const { nextCursor: _, ...last } = read;
  const whole = isEndless ? last : read;
  const entries = isObject(given) ? (given[field] ?? []) : undefined;
  if (entries === undefined) throw new Malformed(`its answer to ${method} is malformed`);
  if (!Array.isArray(given) && given !== result) notes.push('the result was no object');
  else if (!Array.isArray((given as Members)[field]))
    notes.push(`${field} was ${kindOf((given as Members)[field])}`);
  const listed = readEntries(list, Array.isArray(entries) ? entries : []);
  const isNothing = isObject(entries) && Object.keys(entries).length === 0;
  const what = `answer ${method}`;
  const kind = Array.isArray(entries) || isNothing ? 'fixed' : 'left-out';
  const ofPage: Oddity[] = notes.length === 0 ? [] : [{ kind, what, why: reasonOf(notes) }];
  const isAsGiven = whole === result && listed.entries === whole[field];
  return {
    value: isAsGiven ? whole : { ...whole, [field]: listed.entries },
    oddities: [...ofPage, ...listed.oddities].slice(0, MAX_ODDITIES),
  };
}

function readEntries(
  { shape, entry, key, isKeyUnique }: ListShape,
  entries: readonly unknown[],
): { entries: readonly unknown[]; oddities: Oddity[] } {
  const oddities: Oddity[] = [];
  const taken = new Set<unknown>();
  const good: unknown[] = [];
  for (const [index, given] of entries.entries()) {
    const notes: string[] = [];
    const read = shape(given, notes);
    const named = nameOf(given, key, index);
    const id = isObject(read) ? read[key] : undefined;
    if (!isObject(read)) {
      if (notes.length === 0) notes.push(`it was ${kindOf(given)}`);
      oddities.push({ kind: 'left-out', what: `${entry} ${named}`, why: reasonOf(notes) });
    } else if (isKeyUnique && taken.has(id)) {
      oddities.push({ kind: 'left-out', what: `${entry} ${named}`, why: `another has the same ${key}` });
    } else {
      if (read !== given) oddities.push(fixed(entry, named, notes));
      taken.add(id);
      good.push(read);
    }
  }
  const isSame = good.length === entries.length && good.every((one, index) => one === entries[index]);
  return { entries: isSame ? entries : good, oddities };
}

function fixed(what: string, name: string, notes: readonly string[]): Oddity {
  return { kind: 'fixed', what: `${what} ${name}`, why: reasonOf(notes) };
}

function reasonOf(notes: readonly string[]): string {
  const whole = notes.join('; ');
  return whole.length > LONGEST_REASON ? `${whole.slice(0, LONGEST_REASON)}…` : whole;
}

function nameOf(given: unknown, key: string, index: number): string {
  const name = isObject(given) ? given[key] : undefined;
  return typeof name === 'string' ? name.slice(0, LONGEST_NAME) : `number ${index + 1}`;
}
