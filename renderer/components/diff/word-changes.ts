// Which words of a changed line are different, and a line in pieces that are shown alike.
import { diffWordsWithSpace } from 'diff';

/** From `from` up to `to`, in characters. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Lengths in characters with the kind of each: `keyword`; '' for plain text. */
export type Tokens = readonly (readonly [length: number, kind: string])[];

export interface Segment {
  readonly text: string;
  readonly kind: string;
  readonly isChanged: boolean;
}

/** Longer lines are compared as a whole. */
const MAX_CHARS = 600;
/** Lines that have less in common are different lines: to mark most of both helps nobody. */
const MIN_COMMON = 0.3;

/** @returns the changed parts of each; none if they are too long or have too little in common */
export function wordChanges(before: string, after: string): { before: Range[]; after: Range[] } {
  const none = { before: [], after: [] };
  if (before.length > MAX_CHARS || after.length > MAX_CHARS) return none;
  const found: { before: Range[]; after: Range[] } = { before: [], after: [] };
  let [oldAt, newAt, common] = [0, 0, 0];
  for (const { value, removed, added } of diffWordsWithSpace(before, after)) {
    const { length } = value;
    if (removed) found.before.push({ from: oldAt, to: oldAt + length });
    else if (added) found.after.push({ from: newAt, to: newAt + length });
    else common += value.trim().length;
    if (!added) oldAt += length;
    if (!removed) newAt += length;
  }
  const longer = Math.max(before.trim().length, after.trim().length);
  return common < longer * MIN_COMMON ? none : found;
}

/** Cuts a text wherever its colour or its change begins or ends. */
export function segmentsOf(text: string, tokens: Tokens, changed: readonly Range[]): Segment[] {
  const segments: Segment[] = [];
  let token = 0;
  let tokenEnd = tokens[0]?.[0] ?? Number.POSITIVE_INFINITY;
  let range = 0;
  for (let at = 0; at < text.length; ) {
    while (tokenEnd <= at) {
      token += 1;
      tokenEnd += tokens[token]?.[0] ?? Number.POSITIVE_INFINITY;
    }
    while ((changed[range]?.to ?? Number.POSITIVE_INFINITY) <= at) range += 1;
    const { from = text.length, to = text.length } = changed[range] ?? {};
    const isChanged = at >= from;
    const end = Math.min(text.length, tokenEnd, isChanged ? to : from);
    segments.push({ text: text.slice(at, end), kind: tokens[token]?.[1] ?? '', isChanged });
    at = end;
  }
  return segments;
}
