// Patchbay's own settings file. Absent means defaults; an unreadable one is an error, never silently replaced.
import fs from 'node:fs';
import { z } from 'zod';
import { fileBroken } from '../errors.ts';

const settingsSchema = z.strictObject({
  version: z.literal(1),
  engine: z.strictObject({ path: z.string().optional() }).optional(),
  records: z
    .strictObject({
      keepDays: z.number().positive().optional(),
      maxMegabytes: z.number().positive().optional(),
    })
    .optional(),
});
export type Settings = z.infer<typeof settingsSchema>;

/** @throws file-broken when it is there but not valid */
export function readSettings(file: string): Settings {
  try {
    return settingsSchema.parse(JSON.parse(fs.readFileSync(file, 'utf8')));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return { version: 1 };
    throw fileBroken(file, cause);
  }
}
