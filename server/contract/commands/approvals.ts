// What a window may ask about approvals: to answer them, and to list what was decided.
import { z } from 'zod';
import { type EditPreview, editSchema } from '../edits.ts';
import type { Pictures } from '../pictures.ts';
import { id, nothing, page } from './arguments.ts';

/** As many as a person can look at in one go. */
export const MOST_TOGETHER = 20;

const digest = z.string().max(100);

/** The arguments, by command name. */
export const approvalCommands = {
  decide: z.strictObject({
    id,
    digest,
    verdict: z.enum(['approve', 'approve-for-thread', 'deny', 'stop-turn']),
    reason: z.string().max(4000).optional(),
    /** The fields of a form. */
    content: z.record(z.string(), z.json()).optional(),
  }),
  /** What happens on this edit of the question, and whether it can be done. */
  'preview-edit': z.strictObject({ id, digest, edit: editSchema }),
  /** What the SVG files that a patch changes look like, before and after. */
  'card-pictures': z.strictObject({ id, digest }),
  /** Approves the edit instead of the question. `shown`: the digest of its preview. */
  'approve-edited': z.strictObject({ id, digest, edit: editSchema, shown: digest }),
  /** Approves these once, one after the other; never one that needs a look of its own. */
  'approve-these': z.strictObject({
    shown: z.array(z.strictObject({ id, digest })).min(1).max(MOST_TOGETHER),
  }),
  /** Denies every question that waits for an answer, and stops every turn. */
  'deny-and-stop-all': nothing,
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
  'preview-edit': EditPreview;
  /** By the path as the patch names it. */
  'card-pictures': Readonly<Record<string, Pictures>>;
  /** Those that were not approved, and why; the others were. */
  'approve-these': { readonly failed: readonly NotApproved[] };
  'deny-and-stop-all': { readonly denied: number; readonly stopped: number };
  decisions: {
    readonly decisions: readonly PastDecision[];
    readonly total: number;
    /** The arguments of a command. */
    readonly choices: DecisionChoices;
  };
}

export interface NotApproved {
  readonly id: string;
  /** Sentences. */
  readonly why: string;
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
  /** Ids of the person's rules that decided. */
  readonly rules?: readonly string[];
  /** The answer came faster than a person can read, so a program gave it. */
  readonly isTooFast: boolean;
  readonly reason?: string;
  /** What was approved instead, in one line. */
  readonly edited?: string;
}
