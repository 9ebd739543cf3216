// What a remote writes where only messages belong. A call that fails says so, since that is mostly the reason.
import { escapeInvisible } from '../../base/visible.ts';

export interface Strays {
  /** So many so far. */
  readonly count: number;
  add(text: string): void;
  /**
   * @param before count of then
   * @param unfinished what has come of a message that has no end yet
   * @returns what came since, in words; undefined when nothing did
   */
  since(before: number, unfinished?: string | undefined): string | undefined;
}

const LONGEST_SHOWN = 200;

/** @param redact takes secrets out of what is shown */
export function createStrays(redact: (text: string) => string): Strays {
  let count = 0;
  let last = '';
  return {
    get count() {
      return count;
    },
    add(text) {
      count += 1;
      last = text;
    },
    since(before, unfinished) {
      if (unfinished) return `it began a message that has no end: ${excerpt(redact(unfinished))}`;
      const came = count - before;
      if (came === 0) return undefined;
      const lines =
        came === 1 ? '1 line that is no message' : `${came} lines that are not messages, the last`;
      return `it wrote ${lines}: ${excerpt(redact(last))}`;
    },
  };
}

/** A short piece of what a remote wrote, without what leads a terminal astray. */
export function excerpt(text: string): string {
  const line = escapeInvisible(text.trim()).replaceAll(/\s+/g, ' ');
  return line.length > LONGEST_SHOWN ? `${line.slice(0, LONGEST_SHOWN)}…` : line;
}
