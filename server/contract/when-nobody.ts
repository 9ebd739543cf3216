// What happens to a client's questions while nobody is there to answer them. Only a person sets it.
import { z } from 'zod';

/** How long the person's program may take if nothing else is set. */
export const DEFAULT_COMMAND_SECONDS = 60;
export const LONGEST_COMMAND_SECONDS = 3600;
export const LONGEST_WAIT_MINUTES = 7 * 24 * 60;

export const whenNobodySchema = z.discriminatedUnion('do', [
  /** At once. */
  z.strictObject({ do: z.literal('deny') }),
  /** Until somebody comes. */
  z.strictObject({
    do: z.literal('wait'),
    /** As long as any other question if absent. */
    minutes: z.number().int().min(1).max(LONGEST_WAIT_MINUTES).optional(),
  }),
  /** Asks a program of the person; see approval-command.ts. */
  z.strictObject({
    do: z.literal('command'),
    /** Absolute. */
    program: z.string().min(1).max(4096),
    arguments: z.array(z.string().max(4096)).max(50),
    seconds: z.number().int().min(1).max(LONGEST_COMMAND_SECONDS),
  }),
]);
export type WhenNobody = z.infer<typeof whenNobodySchema>;
export type ApprovalCommand = Extract<WhenNobody, { do: 'command' }>;
