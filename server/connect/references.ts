// Values that clients do not hold themselves: references to variables, and to what they ask their user for.

/** @returns the variable a value stands for, in the notation of any client */
export function variableIn(value: string): string | undefined {
  const found = /^\$\{(?:env:)?(\w+)\}$|^\{env:(\w+)\}$|^\$(\w+)$/.exec(value);
  return found?.[1] ?? found?.[2] ?? found?.[3];
}

/** Also to something a client asks its user for. */
export function isReference(value: string): boolean {
  return variableIn(value) !== undefined || /\$\{[^}]*\}/.test(value);
}
