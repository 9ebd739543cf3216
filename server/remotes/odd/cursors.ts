// Cursors of a remote that are numbers. Clients take text alone, and the remote gets the number back.
import { isObject, type Members } from './shapes.ts';

export interface Cursors {
  /** @param answer as the remote gave it */
  keep(answer: unknown): void;
  /** @returns the params of a request with the cursor as the remote gave it */
  asGiven(params: Members | undefined): Members | undefined;
}

/** Of which nobody has come back; the oldest are forgotten first. */
const MAX_KEPT = 1000;

export function createCursors(): Cursors {
  const numbers = new Set<string>();
  return {
    keep(answer) {
      const cursor = isObject(answer) ? answer['nextCursor'] : undefined;
      if (typeof cursor !== 'number') return;
      numbers.add(String(cursor));
      const [oldest] = numbers;
      if (numbers.size > MAX_KEPT) numbers.delete(oldest as string);
    },
    asGiven(params) {
      const cursor = params?.['cursor'];
      return typeof cursor === 'string' && numbers.has(cursor)
        ? { ...params, cursor: Number(cursor) }
        : params;
    },
  };
}
