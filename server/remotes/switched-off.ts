// Makes the engine accept a broken table of `[mcp_servers]`. One such table makes it refuse all of config.toml, and
// with it every call. A thread's settings are merged into the file before types are checked (measured on 0.169.0), so
// a harmless value in each wrong place is enough. Keys cannot be removed, so mutually exclusive keys, `command` beside
// `url`, are still refused.
import type { z } from 'zod';
import { isTable } from '../config/toml-file.ts';
import { EXCLUDED, tableSchema } from './config.ts';

type Value = string | number | boolean | Value[] | { [key: string]: Value };
export type SwitchedOff = { [key: string]: Value };

/** Never started, because the table is switched off. Some keys do not accept an empty text. */
const HARMLESS_TEXT = 'true';

/**
 * @param table the value of `[mcp_servers.<name>]`, unchecked, known to be broken
 * @returns settings to merge into it: a harmless value for each wrong one, and `enabled = false`
 */
export function switchedOff(table: unknown): SwitchedOff {
  const merged: SwitchedOff = {};
  const { error } = tableSchema.safeParse(table);
  for (const issue of error?.issues ?? []) put(merged, issue);
  const given = isTable(table) ? table : {};
  const isAddress = EXCLUDED.command.some((key) => key in given);
  if (!('command' in given) && !('url' in given)) merged[isAddress ? 'url' : 'command'] = HARMLESS_TEXT;
  return { ...merged, enabled: false };
}

/** A single element of a list cannot be replaced. */
function put(merged: SwitchedOff, issue: z.core.$ZodIssue): void {
  const inList = issue.path.findIndex((key) => typeof key === 'number');
  const path = (inList < 0 ? issue.path : issue.path.slice(0, inList)).map(String);
  const last = path.pop();
  if (last === undefined) return;
  let place = merged;
  for (const key of path) {
    const inner = place[key];
    const next: SwitchedOff = typeof inner === 'object' && !Array.isArray(inner) ? inner : {};
    place[key] = next;
    place = next;
  }
  place[last] = inList < 0 ? harmless(issue) : [];
}

function harmless(issue: z.core.$ZodIssue): Value {
  if (issue.code === 'invalid_value') return String(issue.values[0]);
  if (issue.code === 'too_small' && issue.origin === 'string') return HARMLESS_TEXT;
  if (issue.code !== 'invalid_type') return 1;
  switch (issue.expected) {
    case 'string':
      return HARMLESS_TEXT;
    case 'boolean':
      return false;
    case 'array':
      return [];
    case 'object':
    case 'record':
      return {};
    default:
      return 1;
  }
}
