// Which principal a thread belongs to and how it was set up, kept on disk so that a restarted client can continue it.
// One JSON line per thread, appended once; several Patchbays can share the file.
import { z } from 'zod';
import { homeNotWritable } from '../../errors/homes.ts';
import { appendLine, readLinesOf } from '../../files/append-line.ts';
import { type ThreadOptions, threadOptionsSchema } from './options.ts';

const lineSchema = z.object({
  threadId: z.string(),
  principal: z.string(),
  createdAt: z.string(),
  options: threadOptionsSchema,
});
export type StoredThread = z.infer<typeof lineSchema>;

export interface ThreadStore {
  /** Methods that read throw file-broken. @throws home-not-writable */
  add(threadId: string, thread: { principal: string; options: ThreadOptions }): void;
  find(threadId: string): StoredThread | undefined;
  /** The newest first. */
  list(principal: string, limit: number): StoredThread[];
}

export function openThreadStore(file: string): ThreadStore {
  const lines = () => readLinesOf(file);

  return {
    add(threadId, { principal, options }) {
      const line = JSON.stringify({ threadId, principal, createdAt: new Date().toISOString(), options });
      try {
        appendLine(file, line);
      } catch (cause) {
        throw homeNotWritable(file, cause);
      }
    },

    find(threadId) {
      const line = lines().findLast((candidate) => candidate.includes(`"threadId":"${threadId}"`));
      const thread = line === undefined ? undefined : parseThreadLine(line);
      return thread?.threadId === threadId ? thread : undefined;
    },

    list(principal, limit) {
      const found: StoredThread[] = [];
      for (const line of lines().reverse()) {
        if (found.length === limit) break;
        const thread = line.includes(`"principal":${JSON.stringify(principal)}`)
          ? parseThreadLine(line)
          : undefined;
        if (thread?.principal === principal) found.push(thread);
      }
      return found;
    },
  };
}

/** A line that a crash left incomplete reads as undefined. */
export function parseThreadLine(line: string): StoredThread | undefined {
  try {
    return lineSchema.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}
