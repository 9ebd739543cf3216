// What a person changes about one client besides its limits: whether it is paused, and who answers when nobody is there.
import { z } from 'zod';
import { whenNobodySchema } from './when-nobody.ts';

export const clientChangeSchema = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('pause'), isPaused: z.boolean() }),
  /** null: as if nothing was set. */
  z.strictObject({ do: z.literal('when-nobody'), whenNobody: whenNobodySchema.nullable() }),
]);
export type ClientChange = z.infer<typeof clientChangeSchema>;
