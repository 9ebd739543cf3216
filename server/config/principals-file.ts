// What the person has decided about each principal: its mode, its ceiling, whether its own prompt may approve, where it
// works. Kept apart from the tokens, since `local` has none.
import { z } from 'zod';
import { readJsonFile, writeJsonFile } from '../json-file.ts';
import { ceilingSchema } from './ceiling.ts';
import { modeSchema } from './mode.ts';

const recordSchema = z.object({
  mode: modeSchema.optional(),
  ceiling: ceilingSchema.optional(),
  mayApprove: z.boolean().optional(),
  folder: z.string().optional(),
  /** In ms since 1970. */
  lastUsedAt: z.number().optional(),
});
const fileSchema = z.object({ version: z.literal(1), principals: z.record(z.string(), recordSchema) });
export type PrincipalRecord = z.infer<typeof recordSchema>;

export interface PrincipalsFile {
  of(principalId: string): PrincipalRecord;
  /** null removes what was set. */
  change(principalId: string, changes: { [K in keyof PrincipalRecord]?: PrincipalRecord[K] | null }): void;
}

/** @throws file-broken when it is there but not valid */
export function openPrincipalsFile(file: string): PrincipalsFile {
  const principals = new Map(Object.entries(read(file)));
  return {
    of: (id) => principals.get(id) ?? {},
    change(id, changes) {
      const merged = Object.entries({ ...principals.get(id), ...changes });
      principals.set(
        id,
        Object.fromEntries(merged.filter(([, value]) => value !== null && value !== undefined)),
      );
      writeJsonFile(file, { version: 1, principals: Object.fromEntries(principals) });
    },
  };
}

function read(file: string): Record<string, PrincipalRecord> {
  return readJsonFile(file, fileSchema)?.principals ?? {};
}
