// Tolerant reading of what servers say about signing in: many send null or "" for missing values, leave out members
// with only one possible value, or differ by a slash at the end of an address.
import { isObject, type Members } from '../../odd/shapes.ts';

/** Removes members without information: null, "" and empty lists. @returns undefined if the value is not an object */
export function membersOf(value: unknown): Members | undefined {
  if (!isObject(value)) return undefined;
  const entries = Object.entries(value).map(([name, member]): [string, unknown] => [name, saidIn(member)]);
  return Object.fromEntries(entries.filter(([, member]) => member !== undefined));
}

function saidIn(member: unknown): unknown {
  if (!Array.isArray(member)) return isNothing(member) ? undefined : member;
  const items = member.filter((item) => !isNothing(item));
  return items.length > 0 ? items : undefined;
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined || value === '';
}

/** The same for a text that should be JSON. @returns undefined for any other text */
export function membersIn(json: string): Members | undefined {
  try {
    return membersOf(JSON.parse(json));
  } catch {
    return undefined;
  }
}

/** Whether two addresses are equal, or differ only by one slash at the end. */
export function isSameAddress(one: string, other: string): boolean {
  return one === other || `${one}/` === other || one === `${other}/`;
}
