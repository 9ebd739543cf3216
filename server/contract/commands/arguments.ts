// Arguments that many commands take.
import { z } from 'zod';

export const id = z.string().min(1).max(200);
export const nothing = z.strictObject({});
/** Fields of a command that gives a part of a list. */
export const page = { start: z.number().int().min(0), limit: z.number().int().min(1).max(500) };
