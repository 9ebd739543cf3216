// What a principal can never exceed, whatever its calls say. Only a person raises it.
import { z } from 'zod';

export const sandboxModes = ['read-only', 'workspace-write', 'danger-full-access'] as const;
export type SandboxMode = (typeof sandboxModes)[number];

export const ceilingSchema = z.object({
  sandbox: z.enum(sandboxModes),
  /** `never` without a read-only sandbox: commands run without a question. */
  allowNever: z.boolean(),
  allowNetwork: z.boolean(),
});
export type Ceiling = z.infer<typeof ceilingSchema>;

export const defaultCeiling: Ceiling = { sandbox: 'workspace-write', allowNever: false, allowNetwork: false };
