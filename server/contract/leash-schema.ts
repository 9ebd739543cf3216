// A leash as it comes from outside: a file, a call, a window, a command line. The window itself checks without zod.
import { z } from 'zod';
import { type Caps, type Leash, MAX_COUNT, MAX_MINUTES } from './leash.ts';

const minutes = z.number().positive().max(MAX_MINUTES);
const count = z.number().int().min(1).max(MAX_COUNT);

export const capsSchema = z.strictObject({
  minutes: minutes.optional(),
  tokens: count.optional(),
  commands: count.optional(),
  files: count.optional(),
}) satisfies z.ZodType<Caps>;

export const leashSchema = capsSchema.extend({ stallMinutes: minutes.optional() }) satisfies z.ZodType<Leash>;
