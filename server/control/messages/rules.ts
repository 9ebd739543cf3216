// What the host and a terminal say to each other on a control connection of the kind `rules`: JSON lines. The host
// begins and says why no change would count now; the terminal then sends one change and the passphrase.
import { z } from 'zod';
import { ruleChangeSchema } from '../../approvals/rules/change.ts';
import { ruleSchema } from '../../approvals/rules/rule.ts';
import { sentErrorSchema } from './hello.ts';

export const ruleRequestSchema = z.object({ passphrase: z.string(), change: ruleChangeSchema });

export const ruleAnswerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('refused'), refusal: sentErrorSchema }),
  /** The rule as it is now, or as it was when it was removed. */
  z.object({ kind: z.literal('changed'), rule: ruleSchema }),
]);
export type RuleAnswer = z.infer<typeof ruleAnswerSchema>;
