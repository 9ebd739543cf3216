// The file of pinned tool definitions. Several Patchbays of one home may write it: each applies its own changes to the
// current content.
import { z } from 'zod';
import { messageOf } from '../errors/error.ts';
import { withFileLock } from '../files/file-lock.ts';
import { readJsonFile, writeJsonFile } from '../files/json-file.ts';
import type { Logger } from '../logging/logger.ts';

const versionSchema = z.object({
  hash: z.string(),
  /** Empty if it was too long to keep, or too old. */
  definition: z.string(),
  /** When it was first seen, in ms since 1970; absent for those of older Patchbays. */
  at: z.number().optional(),
  reviewedAt: z.number().optional(),
});
export type PinnedVersion = z.infer<typeof versionSchema>;

const toolSchema = z.object({
  /** Of the definition that counts as known. */
  hash: z.string(),
  definition: z.string(),
  /** When the tool was first seen. */
  seenAt: z.number().optional(),
  /** Of the definition that the person has reviewed last: its words are known to them. */
  reviewed: z.string().optional(),
  /** All that were kept, the oldest first; absent if it has never changed. */
  versions: z.array(versionSchema).optional(),
});
export type PinnedTool = z.infer<typeof toolSchema>;

const pinnedSchema = z.object({
  /** Hash of the program with its arguments, or of the address. */
  where: z.string(),
  tools: z.record(z.string(), toolSchema),
  /** The names on its last complete list that config.toml lets through. */
  listed: z.array(z.string()).optional(),
  /** Hashes of the addresses of its apps on that list; absent if it has none, or of an older Patchbay. */
  apps: z.array(z.string()).optional(),
});
export type PinnedRemote = z.infer<typeof pinnedSchema>;

const fileSchema = z.object({ version: z.literal(1), remotes: z.record(z.string(), pinnedSchema) });

/** @throws file-broken, file-newer if it exists but is not valid */
export function readPinsFile(file: string): Map<string, PinnedRemote> {
  return new Map(Object.entries(readJsonFile(file, () => fileSchema)?.remotes ?? {}));
}

/** Empty if there is no readable file: then tools count as seen for the first time again, which is logged. */
export function readPins(file: string, logger: Logger): Map<string, PinnedRemote> {
  try {
    return readPinsFile(file);
  } catch (error) {
    logger.error('tool-pins-not-read', { file, message: messageOf(error) });
    return new Map();
  }
}

/**
 * Remotes must work even if the file cannot be written. A file that cannot be read is left unchanged.
 * @returns what is now known of each remote, also saved to the file if possible
 */
export function updatePins(
  file: string,
  { name, change, known, logger }: PinsChange,
): Map<string, PinnedRemote> {
  const changed = (pins: ReadonlyMap<string, PinnedRemote>) =>
    new Map(pins).set(name, change(pins.get(name)));
  try {
    return withFileLock(file, () => {
      const remotes = changed(readPinsFile(file));
      writeJsonFile(file, { version: 1, remotes: Object.fromEntries(remotes) });
      return remotes;
    });
  } catch (error) {
    logger.error('tool-pins-not-written', { file, message: messageOf(error) });
    return changed(known);
  }
}

export interface PinsChange {
  readonly name: string;
  change(stored: PinnedRemote | undefined): PinnedRemote;
  /** Used instead of the file while it cannot be written. */
  readonly known: ReadonlyMap<string, PinnedRemote>;
  readonly logger: Logger;
}
