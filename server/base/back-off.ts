const FIRST_MS = 1000;

/**
 * How long something that has failed is left alone: 1 s, and twice as long after each further failure.
 * @param failures in a row, this one included
 * @param options.free so many of them cost nothing
 * @param options.longestMs it is never longer
 */
export function backOffMs(failures: number, options: { free?: number; longestMs: number }): number {
  const counted = failures - (options.free ?? 0);
  return counted < 1 ? 0 : Math.min(FIRST_MS * 2 ** (counted - 1), options.longestMs);
}
