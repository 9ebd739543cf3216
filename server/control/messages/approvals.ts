// What the host and a terminal say to each other on a control connection of the kind `approvals`: JSON lines.
import { z } from 'zod';
import type { Decision } from '../../approvals/approval.ts';
import type { TerminalAnswer, WaitingApproval } from '../../approvals/terminal.ts';
import { PatchbayError } from '../../errors/error.ts';

/** What a terminal sends. */
export const terminalAnswerSchema: z.ZodType<TerminalAnswer> = z.object({
  verdict: z.enum(['approve', 'approve-for-thread', 'deny']),
  id: z.string(),
  /** The digest of what the person was shown. */
  digest: z.string(),
  reason: z.string().optional(),
  passphrase: z.string(),
});

/** What the host sends: first `waiting`, once; then events; and one of the last two kinds for each answer. */
export type TerminalMessage =
  | {
      readonly kind: 'waiting';
      readonly waiting: readonly WaitingApproval[];
      /** Why an answer would not count now. */
      readonly whyNot?: SentError;
    }
  | { readonly kind: 'asked'; readonly waiting: WaitingApproval }
  | { readonly kind: 'decided'; readonly id: string; readonly decision: Decision }
  | { readonly kind: 'answered'; readonly id: string }
  | { readonly kind: 'refused'; readonly refusal: SentError };

/** An error that crosses the connection. */
export type SentError = Pick<PatchbayError, 'code' | 'summary' | 'fix'>;

export function refusalOf({ code, summary, fix }: PatchbayError): SentError {
  return { code, summary, fix };
}

export function errorOf({ code, summary, fix }: SentError): PatchbayError {
  return new PatchbayError(code, summary, fix);
}
