// Answers a client's questions while nobody is there, as the person has set it. It is asked when nobody can be reached
// at any desk or in the client, and its answer is one of several: a person who comes meanwhile can still be quicker.
import type { ApprovalCommand, WhenNobody } from '../contract/when-nobody.ts';
import type { Answer, Approval, Decision } from './approval.ts';

export interface StandIn {
  /** How long the question may then wait. @param usualMs how long questions wait else */
  deadlineMs(usualMs: number): number;
  /** Whether that time also passes while the machine sleeps or is locked. */
  readonly isByTheClock: boolean;
  /** Never resolves where the question simply waits. */
  answer(approval: Approval, signal: AbortSignal): Promise<Omit<Decision, 'afterMs'>>;
}

/** Runs the person's program. Its failures are denials. */
export type AskCommand = (
  command: ApprovalCommand,
  approval: Approval,
  signal: AbortSignal,
) => Promise<Answer & { readonly by: string }>;

/** The question gets its answer a moment after the program's time is over. */
const AFTER_COMMAND_MS = 5000;

const DENIED =
  'Denied: nobody is there, and questions of this client are then denied at once. Ask again when somebody is there.';

/** @returns undefined where the question is asked as if nothing was set */
export function standInOf(
  setting: WhenNobody | undefined,
  { subject }: Pick<Approval, 'subject'>,
  askCommand: AskCommand,
): StandIn | undefined {
  // Nothing waits for the person's word about a repository, and a denial would be remembered.
  if (!setting || subject.kind === 'folder') return undefined;
  switch (setting.do) {
    case 'deny':
      return {
        deadlineMs: (usualMs) => usualMs,
        isByTheClock: false,
        answer: async () => ({
          verdict: 'deny',
          reason: DENIED,
          means: 'nobody',
          by: 'nobody',
          unanswered: 'unreachable',
        }),
      };
    case 'wait':
      return {
        deadlineMs: (usualMs) => (setting.minutes === undefined ? usualMs : setting.minutes * 60_000),
        isByTheClock: setting.minutes !== undefined,
        answer: () => new Promise(() => undefined),
      };
    case 'command':
      return {
        deadlineMs: (usualMs) => Math.max(usualMs, setting.seconds * 1000 + AFTER_COMMAND_MS),
        isByTheClock: false,
        answer: async (approval, signal) => ({
          ...(await askCommand(setting, approval, signal)),
          means: 'command',
        }),
      };
  }
}
