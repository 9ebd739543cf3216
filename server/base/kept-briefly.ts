// What each request asks several times and what costs a system call: what was seen counts for a moment. Whoever hears that
// it has changed says so, and then the next one looks; where the system reports no changes, that moment is all it takes.

export interface KeptBriefly<T> {
  now(): T;
  /** The next one looks in any case. */
  forget(): void;
}

/**
 * Linux reports a change of a file before a request that is sent after it. Other systems report it some time later, and there
 * it is too short for a change between two calls.
 */
const KEPT_MS = process.platform === 'linux' ? 2 : 0.2;

export function keptBriefly<T>(look: () => T): KeptBriefly<T> {
  let seen: { readonly value: T; readonly at: number } | undefined;
  return {
    now() {
      const at = performance.now();
      if (!seen || at - seen.at > KEPT_MS) seen = { value: look(), at };
      return seen.value;
    },
    forget() {
      seen = undefined;
    },
  };
}
