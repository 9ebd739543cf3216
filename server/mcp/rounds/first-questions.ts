/** Questions that come this soon after the first are asked in the same round: clients give up after ten (SDK 2.4.0). */
const BATCH_MS = 50;

/**
 * Waits with a call of the 2026-07-28 era for what its request can be answered with.
 * @param call.ended settles with the call
 * @param call.onAsked calls back with each further question; returns how to stop that
 * @param signal aborted when the request is not waited for any more
 * @returns when the call has ended, when its first questions have been collected, or on the signal. What was collected may
 *   be over again by then
 */
export function firstQuestions(
  call: {
    readonly ended: Promise<unknown>;
    hasQuestions(): boolean;
    onAsked(listener: () => void): () => void;
  },
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve) => {
    let batch: NodeJS.Timeout | undefined;
    const collect = () => {
      batch ??= setTimeout(finish, BATCH_MS);
    };
    const stopListening = call.onAsked(collect);
    function finish(): void {
      clearTimeout(batch);
      stopListening();
      signal.removeEventListener('abort', finish);
      resolve();
    }
    signal.addEventListener('abort', finish, { once: true });
    if (signal.aborted) return finish();
    if (call.hasQuestions()) collect();
    call.ended.then(finish, finish);
  });
}
