// How often a principal's threads ask.
import { z } from 'zod';

const modes = ['ask-first', 'ask-at-the-edge', 'look-only', 'as-the-call-says'] as const;
export const modeSchema = z.enum(modes);
export type Mode = z.infer<typeof modeSchema>;
