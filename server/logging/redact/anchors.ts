// Finds many short literals in a text in one pass: a table of hashed letter triples rules out nearly every position.
import type { Examined, Rule, Span } from './span.ts';

export interface Anchor {
  /** At least three characters. */
  readonly literal: string;
  readonly isCaseSensitive: boolean;
  readonly rule: Rule;
}

export interface Anchors {
  /** The secrets in a text, in order, none overlapping another. */
  find(text: string): Span[];
  add(anchor: Anchor): void;
}

const TABLE_SIZE = 2 ** 16;

export function createAnchors(list: readonly Anchor[]): Anchors {
  /** The bucket of each hash; small, because most positions are ruled out by this alone. */
  const bucketOf = new Uint16Array(TABLE_SIZE);
  /** The first bucket is for hashes with which nothing starts. */
  const buckets: Anchor[][] = [[]];
  for (const anchor of list) put(anchor);
  for (const bucket of buckets) if (bucket.length > 1) bucket.sort(longestFirst);

  function put(anchor: Anchor): Anchor[] {
    const { literal } = anchor;
    const hash = hashOf(literal.charCodeAt(0), literal.charCodeAt(1), literal.charCodeAt(2));
    const bucket = bucketOf[hash] ? buckets[bucketOf[hash]] : undefined;
    if (bucket) {
      bucket.push(anchor);
      return bucket;
    }
    bucketOf[hash] = buckets.length;
    const fresh = [anchor];
    buckets.push(fresh);
    return fresh;
  }

  function add(anchor: Anchor): void {
    put(anchor).sort(longestFirst);
  }

  return {
    add,
    find(text) {
      const spans: Span[] = [];
      const ahead: Span[] = [];
      const examined: Examined = new Map();
      const last = text.length - 2;
      let free = 0;
      let first = text.charCodeAt(0);
      let second = text.charCodeAt(1);
      for (let at = 0; at < last; at += 1) {
        const third = text.charCodeAt(at + 2);
        const hash = hashOf(first, second, third);
        first = second;
        second = third;
        const index = bucketOf[hash];
        if (index === 0 || index === undefined) continue;
        const bucket = buckets[index] ?? [];
        const span = spanAt(text, at, { bucket, free, examined, ahead });
        if (!span) continue;
        if (span.kind !== '') spans.push(span);
        free = span.end;
        // A match may end before its anchor does: continue after whichever ends later.
        if (free > at + 1) {
          at = free - 1;
          first = text.charCodeAt(at + 1);
          second = text.charCodeAt(at + 2);
        }
      }
      return ahead.length === 0 ? spans : merged(spans, ahead);
    },
  };
}

/** Sorted so that the most specific rule is applied first. */
function longestFirst(left: Anchor, right: Anchor): number {
  return right.literal.length - left.literal.length;
}

interface Progress {
  readonly bucket: readonly Anchor[];
  /** Everything before this position belongs to a secret already. */
  readonly free: number;
  readonly examined: Examined;
  /** Secrets further on, found by rules that return several. */
  readonly ahead: Span[];
}

function spanAt(text: string, at: number, progress: Progress): Span | undefined {
  const { bucket, free, examined, ahead } = progress;
  for (let index = 0; index < bucket.length; index += 1) {
    const anchor = bucket[index];
    if (!anchor || !stands(text, at, anchor)) continue;
    const found = anchor.rule(text, at, anchor.literal, examined);
    if (!found) continue;
    if (!('kind' in found)) ahead.push(...found);
    else if (found.start >= free && found.end > found.start) return found;
  }
  return undefined;
}

/** A value in a table may also match by its form: the match that starts first wins. */
function merged(spans: readonly Span[], ahead: readonly Span[]): Span[] {
  const all = [...spans, ...ahead].sort((left, right) => left.start - right.start || right.end - left.end);
  let free = 0;
  return all.filter((span) => {
    if (span.start < free) return false;
    free = span.end;
    return true;
  });
}

function stands(text: string, at: number, { literal, isCaseSensitive }: Anchor): boolean {
  if (isCaseSensitive) return text.startsWith(literal, at);
  // Literals in one bucket have the same beginning and different ends.
  for (let index = literal.length - 1; index >= 0; index -= 1) {
    if (folded(text.charCodeAt(at + index)) !== folded(literal.charCodeAt(index))) return false;
  }
  return true;
}

function folded(code: number): number {
  return code >= 65 && code <= 90 ? code | 32 : code;
}

function hashOf(first: number, second: number, third: number): number {
  return (((first | 32) << 10) ^ ((second | 32) << 5) ^ (third | 32)) & (TABLE_SIZE - 1);
}
