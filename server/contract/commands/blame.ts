// What a window may ask about the lines of a file.
import { z } from 'zod';
import type { Blame } from '../blame.ts';
import { id } from './arguments.ts';

/** The arguments, by command name. */
export const blameCommands = {
  /** `file`: absolute, or relative to the folder of the thread's last turn. `limit`: lines from the first on. */
  'who-wrote': z.strictObject({
    threadId: id,
    file: z.string().min(1).max(4096),
    limit: z.number().int().min(1).max(100_000),
  }),
} as const;

/** What comes back. */
export interface BlameResults {
  'who-wrote': Blame;
}
