// How long a question waits for its answer. There is one such time in a host: the broker, a Codex call between two
// requests of its client and a forwarded call that is held all go by it.
import { type AnswerTime, createAwakeClock } from '../approvals/awake-clock.ts';
import type { HostOptions } from './host.ts';

/** What the person has set counts for the next question; the option holds where the policy says nothing. */
export function createAnswerTime({
  policy,
  approvalDeadlineMs,
}: Pick<HostOptions, 'policy' | 'approvalDeadlineMs'>): AnswerTime {
  return { deadlineMs: () => policy?.deadlineMs?.() ?? approvalDeadlineMs, clock: createAwakeClock() };
}
