// A ceiling as it comes from outside: a file, a window.
import { z } from 'zod';
import { type Ceiling, sandboxModes } from './ceiling.ts';

export const ceilingSchema = z.object({
  sandbox: z.enum(sandboxModes),
  allowNever: z.boolean(),
  allowNetwork: z.boolean(),
}) satisfies z.ZodType<Ceiling>;
