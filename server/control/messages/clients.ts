// What the host and a terminal say to each other on a control connection of the kind `clients`: JSON lines. The host
// begins and says why no change would count now; the terminal then sends one change and the passphrase.
import { z } from 'zod';
import { clientChangeSchema } from '../../contract/client-change.ts';
import { sentErrorSchema } from './hello.ts';

export const clientRequestSchema = z.object({
  passphrase: z.string(),
  /** Its principal. */
  id: z.string(),
  change: clientChangeSchema,
});

export const clientAnswerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('refused'), refusal: sentErrorSchema }),
  z.object({ kind: z.literal('changed') }),
]);
