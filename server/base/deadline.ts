// Waiting for something for so long and no longer. What takes longer goes on unobserved: whoever gives up ends it where
// it can be ended.
import { deferred } from './deferred.ts';

/** Node's timers hold no more, and a longer time ends at once. For libraries it stands for no limit. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * @param ms at most MAX_TIMER_MS
 * @param late makes the error for work that takes longer
 * @throws what the work throws, or the error of `late`
 */
export async function within<T>(ms: number, work: Promise<T>, late: () => Error): Promise<T> {
  const deadline = startDeadline(ms, late);
  try {
    return await deadline.race(work);
  } finally {
    deadline.end();
  }
}

/**
 * One deadline for several steps. `end` belongs into a `finally`: until then the timer keeps the process alive.
 * @param ms from now on, at most MAX_TIMER_MS
 * @param late makes the error with which a step ends that takes longer, or comes later
 */
export function startDeadline(
  ms: number,
  late: () => Error,
): { race<T>(step: Promise<T>): Promise<T>; end(): void } {
  const passed = deferred<never>();
  // Nobody may be in a step when it comes.
  passed.promise.catch(() => undefined);
  const timer = setTimeout(() => passed.reject(late()), ms);
  return {
    race: (step) => Promise.race([step, passed.promise]),
    end: () => clearTimeout(timer),
  };
}

/**
 * Waits for the end of some work, and goes on without it when it takes longer.
 * @throws what the work throws in time
 */
export async function waitAtMost(ms: number, work: Promise<unknown>): Promise<void> {
  const passed = deferred<void>();
  const timer = setTimeout(passed.resolve, ms);
  try {
    await Promise.race([work, passed.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * A signal that is aborted after so long, or with one of the others. Instead of `AbortSignal.any` with `AbortSignal.timeout`:
 * Node 20 loses that timeout when it collects garbage, and it is never aborted (observed on 20.20.2, not on 24).
 * @param reason of the abort; a TimeoutError where nothing is said
 */
export function abortAfter(ms: number, others: readonly AbortSignal[], reason?: () => Error): AbortSignal {
  const late = new AbortController();
  const timeout = () => new DOMException('The operation was aborted due to timeout', 'TimeoutError');
  setTimeout(() => late.abort((reason ?? timeout)()), ms).unref();
  return AbortSignal.any([late.signal, ...others]);
}

/** Never resolves. @throws the signal's reason, when it is aborted */
export function rejectOn(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) return reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
