// The file of pinned tool definitions. Several Patchbays of one home may write it: each changes its own remote only.
import { z } from 'zod';
import { withFileLock } from '../config/file-lock.ts';
import { messageOf } from '../errors.ts';
import { readJsonFile, writeJsonFile } from '../json-file.ts';
import type { Logger } from '../logging/logger.ts';

const pinnedSchema = z.object({
  /** Hash of the program with its arguments, or of the address. */
  where: z.string(),
  tools: z.record(z.string(), z.object({ hash: z.string(), definition: z.string() })),
});
export type PinnedRemote = z.infer<typeof pinnedSchema>;

const fileSchema = z.object({ version: z.literal(1), remotes: z.record(z.string(), pinnedSchema) });

/** @throws file-broken, file-newer when it is there but not valid */
export function readPinsFile(file: string): Map<string, PinnedRemote> {
  return new Map(Object.entries(readJsonFile(file, fileSchema)?.remotes ?? {}));
}

/** Empty when there is none, or none that can be read: tools are then seen for the first time again, which is logged. */
export function readPins(file: string, logger: Logger): Map<string, PinnedRemote> {
  try {
    return readPinsFile(file);
  } catch (error) {
    logger.error('tool-pins-not-read', { file, message: messageOf(error) });
    return new Map();
  }
}

/** Remotes must work when it cannot be written. One that cannot be read stays as it is. */
export function updatePins(file: string, name: string, pinned: PinnedRemote, logger: Logger): void {
  try {
    withFileLock(file, () => {
      writeJsonFile(file, { version: 1, remotes: Object.fromEntries(readPinsFile(file).set(name, pinned)) });
    });
  } catch (error) {
    logger.error('tool-pins-not-written', { file, message: messageOf(error) });
  }
}
