// What the host and a terminal say to each other on a control connection of the kind `rules`: JSON lines. The host
// begins and says why no change would count now; the terminal then sends one change and the passphrase.
import { z } from 'zod';
import { type RuleChange, ruleChangeSchema } from '../../approvals/rules/change.ts';
import { ruleSchema } from '../../approvals/rules/rule.ts';
import type { ErrorCode } from '../../errors/codes.ts';

export const ruleRequestSchema = z.object({ passphrase: z.string(), change: ruleChangeSchema });
export type RuleRequest = { readonly passphrase: string; readonly change: RuleChange };

/** A newer host may have codes that we do not know. */
const code = z.custom<ErrorCode>((value) => typeof value === 'string');
const refusalSchema = z.object({ code, summary: z.string(), fix: z.string() });

export const ruleAnswerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('refused'), refusal: refusalSchema }),
  /** The rule as it is now, or as it was when it was removed. */
  z.object({ kind: z.literal('changed'), rule: ruleSchema }),
]);
export type RuleAnswer = z.infer<typeof ruleAnswerSchema>;
