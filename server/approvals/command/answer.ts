// What the output of the person's program means. Whatever is not exactly an answer to this question is a denial.
import { jsonIn } from '../../base/json-in.ts';
import { approvalCommandAnswerSchema } from '../../contract/approval-command.ts';
import type { Answer } from '../approval.ts';

/** How the program ended; as `runGuarded` says it. */
export type CommandOutcome =
  | {
      readonly kind: 'ended';
      readonly code: number | null;
      readonly signal: string | null;
      readonly stdout: string;
    }
  | { readonly kind: 'not-started'; readonly why: string }
  | { readonly kind: 'too-slow' | 'too-long' | 'stopped' };

/**
 * @param asked.digest of what the program was shown
 * @param asked.canApprove whether an approval counts
 * @param asked.seconds the time it had
 */
export function answerOf(
  outcome: CommandOutcome,
  asked: { readonly digest: string; readonly canApprove: boolean; readonly seconds: number },
): Answer {
  switch (outcome.kind) {
    case 'not-started':
      return failed(`could not be started (${outcome.why})`);
    case 'too-slow':
      return failed(`did not answer within ${asked.seconds} s`);
    case 'too-long':
      return failed('wrote more than an answer');
    case 'stopped':
      return failed('was stopped');
    case 'ended': {
      const { code, signal, stdout } = outcome;
      if (code !== 0) return failed(`ended with ${signal ?? `exit code ${code}`}`);
      return read(stdout, asked);
    }
  }
}

/** The denial where the program could not answer. @param why continues "the program" */
export function failed(why: string): Answer {
  return {
    verdict: 'deny',
    reason: `Denied: nobody is there, and the program that answers for the person ${why}. Ask again when somebody is there.`,
  };
}

function read(stdout: string, asked: { readonly digest: string; readonly canApprove: boolean }): Answer {
  const parsed = approvalCommandAnswerSchema.safeParse(jsonIn(stdout));
  if (!parsed.success) return failed('wrote something else than an answer');
  const { decision, digest, reason } = parsed.data;
  if (digest !== asked.digest)
    return failed('answered another question (its digest is not that of this one)');
  if (decision === 'approve' && !asked.canApprove) return failed('approved a form, which it cannot fill in');
  return decision === 'approve' ? { verdict: 'approve' } : { verdict: 'deny', ...(reason && { reason }) };
}
