// Follows the lines of a file through its versions: a line keeps its origin until a version no longer has it.
import { diffArrays } from 'diff';

/** A content of a file at one time, and who made it out of the version before. */
export interface Version<Origin> {
  /** Id of the content; undefined where nothing was there. */
  readonly content: string | undefined;
  /** @returns undefined for what is not text, or too long */
  lines(): readonly string[] | undefined;
  readonly origin: Origin;
  /** An undo: what an earlier version with this content had comes back with it. */
  readonly isUndo: boolean;
}

export interface Origins<Origin> {
  /** One a line; undefined where the last version has none. */
  readonly lines: readonly Origin[] | undefined;
  /** Of the last version as a whole. */
  readonly whole: Origin;
}

interface Known<Origin> extends Origins<Origin> {
  readonly text: readonly string[] | undefined;
}

/** Beyond it a version counts as written anew. */
const MAX_EDITS = 2_000;

/** @param versions the oldest first; at least one */
export function originsOf<Origin>(versions: readonly Version<Origin>[]): Origins<Origin> | undefined {
  /** Not more of them: each holds a whole text. */
  const restored = new Set(versions.filter(({ isUndo }) => isUndo).map(({ content }) => content));
  const known = new Map<string, Known<Origin>>();
  let last: { readonly content: string | undefined; readonly is: Known<Origin> } | undefined;
  for (const version of versions) {
    const { content } = version;
    if (last && last.content === content) continue;
    const again = version.isUndo && content !== undefined ? known.get(content) : undefined;
    const is = again ?? next(last?.is, version);
    if (content !== undefined && restored.has(content)) known.set(content, is);
    last = { content, is };
  }
  return last?.is;
}

function next<Origin>(before: Known<Origin> | undefined, { lines, origin }: Version<Origin>): Known<Origin> {
  const text = lines();
  return { whole: origin, text, lines: text && carried(before, text, origin) };
}

function carried<Origin>(
  before: Known<Origin> | undefined,
  text: readonly string[],
  origin: Origin,
): readonly Origin[] {
  const { text: old, lines: origins } = before ?? {};
  const parts = old && diffArrays([...old], [...text], { maxEditLength: MAX_EDITS });
  if (!parts || !origins) return text.map(() => origin);
  let at = 0;
  return parts.flatMap(({ added, removed, count = 0 }) => {
    if (added) return Array.from({ length: count }, () => origin);
    at += count;
    return removed ? [] : origins.slice(at - count, at);
  });
}
