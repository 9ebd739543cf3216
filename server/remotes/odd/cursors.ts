// Cursors of a remote. Clients accept only text, and a remote that sent a number gets a number back.
import { isObject, type Members } from './shapes.ts';

export interface Cursors {
  /** @param answer as the remote gave it */
  keep(answer: unknown): void;
  /** Whether a request with these params continues a list of the remote. */
  isFurther(params: Members | undefined): boolean;
  /** @returns the params of a request with the remote's original cursor */
  asGiven(params: Members | undefined): Members | undefined;
}

/** The oldest are dropped first. */
const MAX_KEPT = 1000;
const LONGEST_KEPT = 4096;

export function createCursors(): Cursors {
  /** By their text. */
  const given = new Map<string, string | number>();
  const keptFor = (params: Members | undefined) => given.get(String(params?.['cursor']));
  return {
    keep(answer) {
      const cursor = isObject(answer) ? answer['nextCursor'] : undefined;
      if (typeof cursor !== 'number' && typeof cursor !== 'string') return;
      const text = String(cursor);
      if (text.length > LONGEST_KEPT) return;
      given.set(text, cursor);
      const [oldest] = given.keys();
      if (given.size > MAX_KEPT) given.delete(oldest as string);
    },
    isFurther: (params) => params?.['cursor'] !== undefined && keptFor(params) !== undefined,
    asGiven(params) {
      const cursor = keptFor(params);
      return typeof cursor === 'number' && params?.['cursor'] !== undefined ? { ...params, cursor } : params;
    },
  };
}
