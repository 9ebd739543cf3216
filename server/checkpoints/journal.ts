// The steps of an undo, written down before the first of them, so that whoever comes after a kill can finish it.
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { PatchbayError } from '../errors/error.ts';
import { isFull } from '../errors/files.ts';
import { makeFolder } from '../files/folders.ts';
import { readJsonFile, writeJsonFile } from '../files/json-file.ts';
import type { Blobs } from './blobs.ts';
import { restore } from './restore.ts';
import { lineSchema, stepSchema } from './thread-log.ts';
import { reversed } from './undo-plan.ts';

const workSchema = z.object({
  threadId: z.string(),
  folder: z.string(),
  steps: z.array(stepSchema).readonly(),
  /** For the log of the thread, when all is done. */
  line: lineSchema,
});
type JournalWork = z.infer<typeof workSchema>;

const fileSchema = workSchema.extend({ version: z.literal(1) });

export interface Journal {
  /** @throws file-not-written, restore-failed, checkpoint-broken; then nothing was changed. restore-half-done */
  perform(id: string, work: JournalWork): void;
  /**
   * Finishes what a kill or a full disk has interrupted; takes it back where files have changed since.
   * @throws restore-failed while the disk is full, and the file system's errors
   */
  finish(): void;
}

/** Nobody else may work in the folder meanwhile. */
export function openJournal(options: {
  folder: string;
  blobs: Blobs;
  onDone(work: JournalWork): void;
}): Journal {
  const { folder, blobs, onDone } = options;

  /** @returns whether the steps are done now */
  function tryAgain({ folder: place, steps }: JournalWork, id: string): boolean {
    try {
      restore(place, steps, { blobs, id, isRetry: true });
      return true;
    } catch {
      try {
        restore(place, reversed(steps), { blobs, id, isRetry: true });
      } catch (error) {
        // The journal stays until there is room.
        if (isFull((error as PatchbayError).cause)) throw error;
        // Somebody has worked on these files since, and sees what is there.
      }
      return false;
    }
  }

  return {
    perform(id, work) {
      const file = path.join(folder, `${id}.json`);
      makeFolder(folder);
      writeJsonFile(file, { version: 1, ...work });
      try {
        restore(work.folder, work.steps, { blobs, id });
      } catch (error) {
        if (!isHalfDone(error)) fs.rmSync(file, { force: true });
        throw error;
      }
      try {
        onDone(work);
      } catch {
        // The files are as they should be. The journal stays, so that the next one who looks writes the line.
        return;
      }
      fs.rmSync(file, { force: true });
    },
    finish() {
      for (const name of fs.existsSync(folder) ? fs.readdirSync(folder) : []) {
        const file = path.join(folder, name);
        // One that was not written whole has another name, and no step was done for it.
        const work = name.endsWith('.json') ? readJsonFile(file, () => fileSchema) : undefined;
        if (work && tryAgain(work, path.parse(name).name)) onDone(work);
        fs.rmSync(file, { force: true });
      }
    },
  };
}

function isHalfDone(error: unknown): boolean {
  return error instanceof PatchbayError && error.code === 'restore-half-done';
}
