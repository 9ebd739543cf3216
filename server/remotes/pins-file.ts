// The file of pinned tool definitions. Several Patchbays of one home may write it: each
// changes what it has to, in what is there by then.
import fs from 'node:fs';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { withFileLock } from '../config/file-lock.ts';
import { messageOf } from '../errors.ts';
import type { Logger } from '../logging/logger.ts';

const pinnedSchema = z.object({
  /** Hash of the program with its arguments, or of the address. */
  where: z.string(),
  tools: z.record(z.string(), z.object({ hash: z.string(), definition: z.string() })),
});
export type PinnedRemote = z.infer<typeof pinnedSchema>;

const fileSchema = z.object({ version: z.literal(1), remotes: z.record(z.string(), pinnedSchema) });

/** Empty when there is none, or none that can be read: tools are then seen for the first time again, which is logged. */
export function readPins(file: string, logger: Logger): Map<string, PinnedRemote> {
  try {
    return new Map(Object.entries(fileSchema.parse(JSON.parse(fs.readFileSync(file, 'utf8'))).remotes));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
      logger.error('tool-pins-not-read', { file, message: messageOf(error) });
    }
    return new Map();
  }
}

/**
 * Remotes must work when it cannot be written.
 * @returns what is kept of each remote now, also in the file if that could be written
 */
export function updatePins(
  file: string,
  { name, change, known, logger }: PinsChange,
): Map<string, PinnedRemote> {
  const changed = (pins: ReadonlyMap<string, PinnedRemote>) =>
    new Map(pins).set(name, change(pins.get(name)));
  try {
    return withFileLock(file, () => {
      const remotes = changed(readPins(file, logger));
      const text = JSON.stringify({ version: 1, remotes: Object.fromEntries(remotes) });
      writeFileAtomic.sync(file, `${text}\n`, { mode: 0o600 });
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
  /** What is changed instead while the file cannot be written. */
  readonly known: ReadonlyMap<string, PinnedRemote>;
  readonly logger: Logger;
}
