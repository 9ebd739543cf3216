// What the person has decided about each principal: its mode, its ceiling and limits, whether its own prompt may
// approve, its folder, its leash, whether it is paused, what happens when nobody is there. Stored separately from the
// tokens, because `local` has none. Patchbays share the file, so it is read again when it has changed.
import { z } from 'zod';
import { keptBriefly } from '../base/kept-briefly.ts';
import { ceilingSchema } from '../contract/ceiling-schema.ts';
import { leashSchema } from '../contract/leash-schema.ts';
import { limitsSchema } from '../contract/limits.ts';
import { modeSchema } from '../contract/mode.ts';
import { whenNobodySchema } from '../contract/when-nobody.ts';
import { cachedFile } from '../files/cached-file.ts';
import { withFileLock } from '../files/file-lock.ts';
import { readJsonFile, writeJsonFile } from '../files/json-file.ts';

const recordSchema = z.object({
  mode: modeSchema.optional(),
  ceiling: ceilingSchema.optional(),
  mayApprove: z.boolean().optional(),
  folder: z.string().optional(),
  whenNobody: whenNobodySchema.optional(),
  /** It gets no new work. */
  isPaused: z.boolean().optional(),
  limits: limitsSchema.optional(),
  leash: leashSchema.optional(),
  /** In ms since 1970. */
  lastUsedAt: z.number().optional(),
});
const fileSchema = z.object({ version: z.literal(1), principals: z.record(z.string(), recordSchema) });
export type PrincipalRecord = z.infer<typeof recordSchema>;

type Records = Readonly<Record<string, PrincipalRecord>>;

type Changes = { [K in keyof PrincipalRecord]?: PrincipalRecord[K] | null };

export interface PrincipalsFile {
  /** While the file cannot be read, its previous content. */
  of(principalId: string): PrincipalRecord;
  /** Somebody else has changed the file: the next look reads it. Without that, a change counts 2 ms later. */
  forget(): void;
  /**
   * @param changes null removes a value; a function makes them of what is there, while nobody else changes that
   * @throws file-broken, file-in-use
   */
  change(principalId: string, changes: Changes | ((record: PrincipalRecord) => Changes)): void;
}

/** @throws file-broken when it is there but not valid */
export function openPrincipalsFile(file: string): PrincipalsFile {
  const { current } = cachedFile<Records>(file, (before) => readOr(file, before));
  current();
  const { now, forget } = keptBriefly(current);

  return {
    of: (id) => ownRecord(now(), id),
    forget,
    change(id, changes) {
      withFileLock(file, () => {
        const before = read(file);
        const own = ownRecord(before, id);
        const changed = typeof changes === 'function' ? changes(own) : changes;
        const merged = Object.entries({ ...own, ...changed });
        const record = Object.fromEntries(
          merged.filter(([, value]) => value !== null && value !== undefined),
        );
        writeJsonFile(file, { version: 1, principals: { ...before, [id]: record } });
      });
      forget();
    },
  };
}

function ownRecord(principals: Records, id: string): PrincipalRecord {
  return (Object.hasOwn(principals, id) && principals[id]) || {};
}

function readOr(file: string, otherwise: Records | undefined): Records {
  try {
    return read(file);
  } catch (error) {
    if (otherwise === undefined) throw error;
    return otherwise;
  }
}

function read(file: string): Records {
  return readJsonFile(file, () => fileSchema)?.principals ?? {};
}
