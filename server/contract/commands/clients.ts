// What a window may ask about clients: their tokens, modes and limits.
import { z } from 'zod';
import { ceilingSchema } from '../ceiling-schema.ts';
import { clientChangeSchema } from '../client-change.ts';
import { leashSchema } from '../leash-schema.ts';
import { limitChangesSchema } from '../limits.ts';
import { modeSchema } from '../mode.ts';
import { expirySchema } from '../token-expiry.ts';
import { id, nothing } from './arguments.ts';

/** The arguments, by command name. */
export const clientCommands = {
  'add-token': z.strictObject({ name: z.string().max(100) }),
  'revoke-token': z.strictObject({ name: z.string().max(100) }),
  /** Takes back what was revoked last, within seconds. */
  'restore-token': z.strictObject({ name: z.string().max(100) }),
  /** Whether it is paused, and who answers when nobody is there. */
  'change-client': z.strictObject({ id, change: clientChangeSchema }),
  'change-principal': z.strictObject({
    id,
    changes: z.strictObject({
      /** null: the setting for everybody. */
      mode: modeSchema.nullable().optional(),
      ceiling: ceilingSchema.nullable().optional(),
      mayApprove: z.boolean().optional(),
      folder: z.string().max(4096).nullable().optional(),
      leash: leashSchema.nullable().optional(),
    }),
  }),
  'change-limits': z.strictObject({ id, changes: limitChangesSchema }),
  /** From now on the token expires like this; one that has expired is valid again. */
  'renew-token': z.strictObject({ name: z.string().max(100), expiry: expirySchema }),
  'choose-folder': nothing,
} as const;

/** What comes back. */
export interface ClientResults {
  /** The token itself, which is not stored. */
  'add-token': { readonly token: string };
  /** Absent when the person chose none. */
  'choose-folder': { readonly folder?: string };
}
