/**
 * For what takes long to make and is not needed by every start, like a large schema.
 * @returns a function that makes the value when it is first asked for it
 */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
