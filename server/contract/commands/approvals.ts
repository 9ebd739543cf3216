// What a window may ask about approvals: to answer them, and to list what was decided.
import { z } from 'zod';
import { id, page } from './arguments.ts';

/** The arguments, by command name. */
export const approvalCommands = {
  decide: z.strictObject({
    id,
    digest: z.string().max(100),
    verdict: z.enum(['approve', 'approve-for-thread', 'deny', 'stop-turn']),
    reason: z.string().max(4000).optional(),
    /** The fields of a form. */
    content: z.record(z.string(), z.json()).optional(),
  }),
  /** Lets exactly this request pass once in its thread, within half an hour. */
  'allow-missed': z.strictObject({ id }),
  /** Removes a card that is over, or a notice. */
  dismiss: z.strictObject({ id }),
  /** Lines of the audit file, the newest first. */
  decisions: z.strictObject({
    ...page,
    client: z.string().max(200).optional(),
    folder: z.string().max(4096).optional(),
    kind: z.string().max(50).optional(),
    /** A client's name, or the means: window, terminal, rule, command, nobody. */
    decider: z.string().max(200).optional(),
  }),
} as const;

/** What comes back. */
export interface ApprovalResults {
  decisions: {
    readonly decisions: readonly PastDecision[];
    readonly total: number;
    /** The arguments of a command. */
    readonly choices: DecisionChoices;
  };
}

export interface DecisionChoices {
  readonly clients: readonly string[];
  readonly folders: readonly string[];
  readonly kinds: readonly string[];
  readonly deciders: readonly string[];
}

export interface PastDecision {
  readonly id: string;
  /** In ms since 1970. */
  readonly at: number;
  /** The name of the client it was asked for. */
  readonly client: string;
  /** Empty where none was recorded. */
  readonly folder: string;
  readonly threadId: string;
  readonly kind: string;
  /** The subject, in one line. */
  readonly what: string;
  readonly verdict: string;
  readonly means: string;
  readonly by: string;
  readonly afterMs: number;
  /** The answer came faster than a person can read, so a program gave it. */
  readonly isTooFast: boolean;
  readonly reason?: string;
}
