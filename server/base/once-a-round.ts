// What is asked several times for each request and costs a system call: looked at once in a round of the event loop.

export interface OnceARound<T> {
  now(): T;
  /** The next one looks in any case. */
  forget(): void;
}

export function onceARound<T>(look: () => T): OnceARound<T> {
  let seen: { readonly value: T } | undefined;
  const forget = () => {
    seen = undefined;
  };
  return {
    now() {
      if (!seen) {
        seen = { value: look() };
        setImmediate(forget);
      }
      return seen.value;
    },
    forget,
  };
}
