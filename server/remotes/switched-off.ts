// What makes the engine accept a table of `[mcp_servers]` that it refuses. One such table makes it refuse the whole of
// config.toml, every call with it. What a thread is started with is merged into the file before its types are checked
// (measured on 0.169.0), so a harmless value in each wrong place is enough. No key can be taken away: keys that exclude
// each other, `command` beside `url`, are refused still.
import type { z } from 'zod';
import { isTable } from '../config/toml-file.ts';
import { EXCLUDED, tableSchema } from './config.ts';

type Value = string | number | boolean | Value[] | { [key: string]: Value };
export type SwitchedOff = { [key: string]: Value };

/** Never started: the table is switched off. Some keys take no empty text. */
const HARMLESS_TEXT = 'true';

/**
 * @param table the value of `[mcp_servers.<name>]`, unchecked, which is broken
 * @returns to be merged into it: a harmless value wherever its own is wrong, and `enabled = false`
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

/** An entry of a list cannot be replaced alone. */
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
