// What has been worked out for a text, kept for the next time: for what is asked again and again with the same few.

const MOST = 100;
const LONGEST_CHARS = 200;

/**
 * @param workOut must give the same for the same text each time
 * @returns the same function, which remembers its last answers
 */
export function remembered<T>(workOut: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined || known.has(text)) return before as T;
    const value = workOut(text);
    // Others may send ever new ones.
    if (known.size >= MOST) known.clear();
    if (text.length <= LONGEST_CHARS) known.set(text, value);
    return value;
  };
}
