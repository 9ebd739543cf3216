// What the host and a terminal say to each other on a control connection of the kind `clients`: JSON lines. The host
// begins and says why no change would count now; the terminal then sends one change and the passphrase, or the passphrase
// alone, and makes the change itself.
import { z } from 'zod';
import { clientChangeSchema } from '../../contract/client-change.ts';
import { sentErrorSchema } from './hello.ts';

export const clientRequestSchema = z.object({
  passphrase: z.string(),
  /** Absent where the terminal makes the change: it only asks whether it may. */
  wanted: z.object({ /** Its principal. */ id: z.string(), change: clientChangeSchema }).optional(),
});

export const clientAnswerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('refused'), refusal: sentErrorSchema }),
  z.object({ kind: z.literal('changed') }),
]);
