// How the time of something grows with the length of its input.

// Eight times for a pass over the text, 64 times for one that begins anew at each place. The benchmark has the bar in ms.
const TIMES_LONGER = 8;
const MAX_TIMES = 32;
/** Below that the clock counts, not the text. */
const LEAST_MS = 5;

/** Of Node 23.9, which runs the tests; the types are of the oldest Node that the product runs on. */
const { threadCpuUsage } = process as unknown as Record<'threadCpuUsage', typeof process.cpuUsage>;

/**
 * @param short in characters
 * @param run is given a length: the short one, or eight times as many
 * @returns the processor time of the long one, in shares of what is allowed: 1 is four times what a linear one needs
 */
export function growthBeyondLinear(short: number, run: (length: number) => void): number {
  const msFor = (length: number) => processorMs(() => run(length));
  // What is linear is so once; the others are for a moment in which something else slowed it down.
  let longMs = Infinity;
  let allowedMs = LEAST_MS * MAX_TIMES;
  for (let tries = 0; tries < 3 && longMs >= allowedMs; tries += 1) {
    longMs = Math.min(longMs, msFor(short * TIMES_LONGER));
    if (longMs < allowedMs) break;
    // The first one compiles.
    const shortMs = Math.max(LEAST_MS, Math.min(...[1, 2, 3].map(() => msFor(short))));
    allowedMs = Math.max(allowedMs, shortMs * MAX_TIMES);
  }
  return longMs / allowedMs;
}

/** Processor time of this thread, since other work runs on the machine that tests. */
function processorMs(run: () => void): number {
  const before = threadCpuUsage();
  run();
  return threadCpuUsage(before).user / 1000;
}
