// Which principal a thread belongs to and how it was set up, kept on disk so that a restarted client can go on
// with it. One JSON line a thread, appended once; several Patchbays may share the file.
import fs from 'node:fs';
import { z } from 'zod';
import { homeNotWritable } from '../errors.ts';
import { type ThreadOptions, threadOptionsSchema } from './thread-options.ts';

const lineSchema = z.object({
  threadId: z.string(),
  principal: z.string(),
  createdAt: z.string(),
  options: threadOptionsSchema,
});

export interface StoredThread {
  readonly principal: string;
  readonly options: ThreadOptions;
}

export interface ThreadStore {
  /** @throws home-not-writable */
  add(threadId: string, thread: StoredThread): void;
  find(threadId: string): StoredThread | undefined;
}

export function openThreadStore(file: string): ThreadStore {
  return {
    add(threadId, { principal, options }) {
      const line = JSON.stringify({ threadId, principal, createdAt: new Date().toISOString(), options });
      try {
        fs.appendFileSync(file, `${line}\n`, { mode: 0o600 });
      } catch (cause) {
        throw homeNotWritable(file, cause);
      }
    },

    find(threadId) {
      const lines = fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n') : [];
      const line = lines.findLast((candidate) => candidate.includes(`"threadId":"${threadId}"`));
      const parsed = lineSchema.safeParse(parseJson(line ?? ''));
      return parsed.success && parsed.data.threadId === threadId ? parsed.data : undefined;
    },
  };
}

/** A line torn by a crash reads as undefined. */
function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
