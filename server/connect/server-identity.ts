// Whether two entries are the same server: one of a client and one of another client or of config.toml. Values that come
// from somewhere else, such as a variable, are not known, and agree with any.
import { isDeepStrictEqual } from 'node:util';
import { meaningOf } from './entry-meaning.ts';
import { isReference } from './references.ts';
import { memberOf } from './settings-format.ts';

export interface ServerIdentity {
  /** The program with its arguments, or the address. */
  readonly leads: readonly (string | undefined)[];
  /** Variables, or headers in lower case; undefined for a value from elsewhere. */
  readonly values: ReadonlyMap<string, string | undefined>;
  readonly isProgram: boolean;
  /** A command prints more headers when they are needed. */
  readonly hasHelper: boolean;
}

/**
 * @param entry of any client, or a table of config.toml
 * @param stored names of headers that are kept with the secrets of Patchbay
 */
export function identityOf(entry: unknown, stored: readonly string[] = []): ServerIdentity {
  const { command, args, cwd, url, env, headers } = meaningOf(entry);
  const given = url === undefined ? env : headers;
  const values = new Map<string, string | undefined>();
  for (const [name, value] of given) {
    values.set(keyOf(name, url), isReference(value) ? undefined : value);
  }
  for (const name of [...fromElsewhere(entry), ...stored]) values.set(keyOf(name, url), undefined);
  if (cwd !== undefined) values.set('cwd', cwd);
  return {
    leads: url === undefined ? [command, ...args] : [url.replace(/\/$/, '')],
    values,
    isProgram: url === undefined,
    hasHelper: memberOf(entry, 'http_headers_helper') !== undefined,
  };
}

export function isSamePlace(one: ServerIdentity, other: ServerIdentity): boolean {
  return isDeepStrictEqual(one.leads, other.leads);
}

/** @returns the names of what only one of them has, or what has two values; the values are secrets perhaps */
export function differencesOf(one: ServerIdentity, other: ServerIdentity): string[] {
  const names = new Set([...one.values.keys(), ...other.values.keys()]);
  return [...names].filter((name) => {
    if (!one.values.has(name)) return !one.hasHelper;
    if (!other.values.has(name)) return !other.hasHelper;
    const [value, otherValue] = [one.values.get(name), other.values.get(name)];
    return value !== undefined && otherValue !== undefined && value !== otherValue;
  });
}

/** Headers are the same in any case, variables are not. */
function keyOf(name: string, url: string | undefined): string {
  return url === undefined ? name : name.toLowerCase();
}

/** Names of variables and headers for which config.toml says where the value is. */
function fromElsewhere(table: unknown): string[] {
  const passed = memberOf(table, 'env_vars');
  const variables = Array.isArray(passed)
    ? passed.flatMap((one) => (typeof one === 'string' ? [one] : [String(memberOf(one, 'name'))]))
    : [];
  const headers = Object.keys(memberOf(table, 'env_http_headers') ?? {});
  const bearer = memberOf(table, 'bearer_token_env_var') === undefined ? [] : ['Authorization'];
  return [...variables, ...headers, ...bearer];
}
