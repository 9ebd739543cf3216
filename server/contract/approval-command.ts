// What the person's program reads and writes that answers while nobody is there: one JSON object on its standard input,
// one on its standard output. Versioned, since people write programs for it.
import { z } from 'zod';

export const approvalQuestionSchema = z.object({
  /** Grows when a member changes its meaning; new members come without. */
  version: z.literal(1),
  /** Of the question. */
  id: z.string(),
  /** SHA-256 of what is asked, hex: belongs into the answer. */
  digest: z.string(),
  /** The answers that count; a form can only be denied. */
  answers: z.array(z.enum(['approve', 'deny'])),
  /** ISO 8601: an answer counts until then. */
  answerBy: z.iso.datetime(),
  /** The name of the client that asks. */
  client: z.string(),
  /** Of the thread; empty for a call that has none. */
  folder: z.string(),
  threadId: z.string(),
  /** One line: `Run a command?` */
  question: z.string(),
  /** One line: `npm test`. Secrets are replaced, here and below. */
  summary: z.string(),
  /** Shapes that are often harmful, like `recursive-delete`; none does not mean harmless. */
  dangers: z.array(z.string()),
  /** What the model says about it. Never a fact. */
  modelSays: z.string().optional(),
  /** All of it, as in the audit file: `kind` says which members there are. */
  subject: z.looseObject({ kind: z.string() }),
});
export type ApprovalQuestion = z.infer<typeof approvalQuestionSchema>;

const LONGEST_REASON = 4000;

export const approvalCommandAnswerSchema = z.strictObject({
  decision: z.enum(['approve', 'deny']),
  /** The one of the question. */
  digest: z.string(),
  /** Why it was denied; the model reads it. */
  reason: z.string().max(LONGEST_REASON).optional(),
});
