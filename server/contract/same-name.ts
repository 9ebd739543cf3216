/** Whether a client calls itself as the person calls it, but for the case: then one of the two names is enough. */
export function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
