// The names under which remote tools appear beside the Codex tools: `mcp__<remote>__<tool>`, in an alphabet and length
// that every client accepts. A name that does not fit, or that two tools would share, ends in a hash. Pure.
import { hash } from 'node:crypto';

export interface RawName {
  readonly remote: string;
  readonly tool: string;
}

const MAX_LENGTH = 64;
const HASH_LENGTH = 8;

/**
 * @param tools in the order in which they are listed
 * @returns offered name → raw name, in that order; the same tools give the same names in any order
 */
export function offeredNames(tools: readonly RawName[]): Map<string, RawName> {
  const plain = tools.map(plainName);
  const uses = new Map<string, number>();
  for (const name of plain) uses.set(name, (uses.get(name) ?? 0) + 1);
  return new Map(
    tools.map((raw, index) => {
      const name = plain[index] as string;
      const fits = name.length <= MAX_LENGTH && uses.get(name) === 1;
      return [fits ? name : hashedName(name, raw), raw];
    }),
  );
}

/** The beginning of the names of a remote's tools; cut at the length where a hash would start. */
export function prefixOf(remote: string): string {
  return `mcp__${safe(remote)}__`.slice(0, MAX_LENGTH - HASH_LENGTH - 1);
}

function plainName({ remote, tool }: RawName): string {
  return `mcp__${safe(remote)}__${safe(tool)}`;
}

function hashedName(name: string, { remote, tool }: RawName): string {
  const suffix = hash('sha256', JSON.stringify([remote, tool])).slice(0, HASH_LENGTH);
  return `${name.slice(0, MAX_LENGTH - HASH_LENGTH - 1)}_${suffix}`;
}

function safe(word: string): string {
  return word.replace(/[^A-Za-z0-9_-]/g, '_');
}
