// What a remote writes instead of messages. A failed call mentions it, because it is usually the cause.
import { makeVisible } from '../../contract/visible.ts';

export interface Strays {
  /** The number so far. */
  readonly count: number;
  add(text: string): void;
  /**
   * @param before an earlier `count`
   * @param unfinished the received part of an unfinished message
   * @returns a description of what has come since; undefined if nothing has
   */
  since(before: number, unfinished?: string | undefined): string | undefined;
}

const LONGEST_SHOWN = 200;

/** @param redact removes secrets from what is shown */
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

/** A short excerpt of what a remote wrote, without characters that would confuse a terminal. */
export function excerpt(text: string): string {
  const line = makeVisible(text.trim()).replaceAll(/\s+/g, ' ');
  return line.length > LONGEST_SHOWN ? `${line.slice(0, LONGEST_SHOWN)}…` : line;
}
