// One line of a thread's record.
import { z } from 'zod';
import type { Overlap } from '../contract/overlap.ts';
import type { Receipt } from '../contract/receipt.ts';
import type { TokenCounts } from '../contract/tokens.ts';

const time = z.string();
const turnId = z.string().optional();

const tokenCounts: z.ZodType<TokenCounts> = z.object({
  total: z.number(),
  input: z.number(),
  cached: z.number(),
  output: z.number(),
  reasoning: z.number(),
});

const lineSchema = z.discriminatedUnion('kind', [
  z.object({
    time,
    kind: z.literal('thread'),
    threadId: z.string(),
    client: z.string(),
    principal: z.string(),
    folder: z.string(),
    isSession: z.boolean().optional(),
  }),
  /** A call a client made itself, without Codex. */
  z.object({
    time,
    kind: z.literal('remote-call'),
    remote: z.string(),
    /** The tool, or the method of another request. */
    what: z.string(),
    params: z.unknown(),
    outcome: z.enum(['answered', 'failed']),
    result: z.unknown().optional(),
    error: z.string().optional(),
    afterMs: z.number(),
  }),
  z.object({ time, kind: z.literal('turn-started'), turnId: z.string() }),
  /** `item` in the engine's form. */
  z.object({ time, kind: z.literal('item'), turnId, item: z.unknown() }),
  z.object({ time, kind: z.literal('error'), turnId, error: z.unknown() }),
  z.object({
    time,
    kind: z.literal('turn-ended'),
    turnId: z.string(),
    status: z.string().optional(),
    error: z.unknown(),
  }),
  /** Before the end of a turn: the tokens it used, those of sub-agents included. */
  z.object({ time, kind: z.literal('usage'), turnId: z.string(), tokens: tokenCounts }),
  /** A person has given the thread a name. */
  z.object({ time, kind: z.literal('named'), name: z.string() }),
  /** A person has archived the thread, or brought it back. */
  z.object({ time, kind: z.literal('archived'), isArchived: z.boolean() }),
  /** After the end of a turn: what it did. */
  z.object({ time, kind: z.literal('receipt'), receipt: z.custom<Receipt>((value) => isReceipt(value)) }),
  /** Behind the item of the patch. */
  z.object({
    time,
    kind: z.literal('overlap'),
    itemId: z.string(),
    overlaps: z.custom<readonly Overlap[]>((value) => isOverlaps(value)),
    wasAsked: z.boolean(),
  }),
  z.object({
    time,
    kind: z.literal('decision'),
    id: z.string(),
    turnId: z.string(),
    itemId: z.string(),
    /** The model's reason. */
    asked: z.string().optional(),
    subject: z.looseObject({ kind: z.string() }),
    digest: z.string(),
    verdict: z.string(),
    /** What was approved instead. */
    edited: z.object({ subject: z.looseObject({ kind: z.string() }), digest: z.string() }).optional(),
    means: z.string(),
    by: z.string(),
    afterMs: z.number(),
    reason: z.string().optional(),
    /** Ids of the person's rules that decided. */
    rules: z.array(z.string()).readonly().optional(),
  }),
]);
/** Written by us; only what is shown is looked at. */
function isReceipt(value: unknown): boolean {
  const { commands, files } = (value ?? {}) as Partial<Receipt>;
  return Array.isArray(commands) && Array.isArray(files);
}

/** Written by us too. */
function isOverlaps(value: unknown): boolean {
  return Array.isArray(value) && value.every(({ changes, lastSeen }) => Array.isArray(changes) && lastSeen);
}

/** A patch that was made over changes of somebody else. */
export interface RecordedOverlap {
  /** The engine's id of the patch. */
  readonly itemId: string;
  readonly overlaps: readonly Overlap[];
  /** A person was shown it first and approved. */
  readonly wasAsked: boolean;
}

export type RecordLine = z.infer<typeof lineSchema>;

/** An incomplete line, or one of a later version, reads as undefined. */
export function parseRecordLine(line: string): RecordLine | undefined {
  try {
    return lineSchema.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}
