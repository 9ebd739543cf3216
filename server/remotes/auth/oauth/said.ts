// What servers say about signing in, read as they write it: many send null or "" where they have nothing to say, leave out
// what there is only one of, or differ by the slash at the end of an address.
import { isObject, type Members } from '../../odd/shapes.ts';

/** Without the members that say nothing: null, "" and empty lists. @returns undefined for what is no object */
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

/** The same, of a text that should be JSON. @returns undefined for any other text */
export function membersIn(json: string): Members | undefined {
  try {
    return membersOf(JSON.parse(json));
  } catch {
    return undefined;
  }
}

/** Whether two addresses are the same, or differ by one slash at the end and nothing more. */
export function isSameAddress(one: string, other: string): boolean {
  return one === other || `${one}/` === other || one === `${other}/`;
}
