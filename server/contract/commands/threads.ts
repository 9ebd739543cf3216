// What a window may ask about threads: to watch, steer and stop them, and to page through what they did.
import { z } from 'zod';
import type { PatchChange } from '../../approvals/approval.ts';
import type { TimelinePage } from '../timeline.ts';
import { id, page } from './arguments.ts';

const ofThread = z.strictObject({ threadId: id });

/** The arguments, by command name. */
export const threadCommands = {
  'stop-turn': ofThread,
  steer: z.strictObject({ threadId: id, text: z.string().min(1).max(100_000) }),
  /** Lets its turn continue although its client has left. */
  'keep-going': ofThread,
  /** Sends what happens in this thread from now on; null stops that. */
  follow: z.strictObject({ threadId: id.nullable() }),
  /** A negative start counts from the end. */
  timeline: z.strictObject({ threadId: id, ...page, start: z.number().int() }),
  'command-output': z.strictObject({
    threadId: id,
    itemId: id,
    ...page,
    limit: z.number().int().min(1).max(1_000_000),
  }),
  patch: z.strictObject({ threadId: id, itemId: id }),
  /** The whole diff of the thread's last turn. */
  changes: ofThread,
  /** Threads of earlier runs, the newest first. */
  'past-threads': z.strictObject({
    search: z.string().max(500).optional(),
    cursor: z.string().max(2000).optional(),
    limit: z.number().int().min(1).max(100),
  }),
} as const;

/** What comes back. */
export interface ThreadResults {
  timeline: TimelinePage;
  'command-output': { readonly text: string; readonly totalChars: number };
  patch: readonly PatchChange[];
  changes: { readonly diff: string };
  'past-threads': { readonly threads: readonly PastThread[]; readonly cursor?: string };
}

export interface PastThread {
  readonly id: string;
  readonly folder: string;
  readonly title: string;
  readonly branch?: string;
  readonly model?: string;
  /** In ms since 1970. */
  readonly createdAt: number;
  readonly updatedAt: number;
}
