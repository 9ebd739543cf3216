// What a window may ask about threads: to watch, steer and stop them, and to page through what they did.
import { z } from 'zod';
import type { PatchChange } from '../../approvals/approval.ts';
import { type FoundThread, threadFilterSchema } from '../thread-search.ts';
import type { TimelinePage } from '../timeline.ts';
import type { TokenCounts } from '../tokens.ts';
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
  /** Threads in which these words were said, run or changed, the last changed first; without words, all. */
  'find-threads': z.strictObject({
    /** The place that shows it: of each, only the last search is done. */
    asker: z.enum(['list', 'filters', 'tokens']),
    text: z.string().max(1000),
    filter: threadFilterSchema,
    limit: z.number().int().min(1).max(1000),
  }),
  /** One thread that has no row: of an earlier run. */
  'thread-facts': ofThread,
  /** Where in its timeline an entry is. */
  'timeline-index': z.strictObject({
    threadId: id,
    spot: z.strictObject({ at: z.number().int().min(0), id: id.optional() }),
  }),
  /** Begins a turn in a thread that has none, for the person. */
  'continue-thread': z.strictObject({ threadId: id, text: z.string().min(1).max(100_000) }),
  /** A new thread with what was said so far. */
  'fork-thread': ofThread,
  'rename-thread': z.strictObject({ threadId: id, name: z.string().trim().min(1).max(200) }),
  /** Hides it from lists, or brings it back. */
  'archive-thread': z.strictObject({ threadId: id, isArchived: z.boolean() }),
  /** As Markdown, without secrets; of one turn if its end is named. */
  'thread-markdown': z.strictObject({ threadId: id, turnId: id.optional() }),
  /** The tokens of its turns, the oldest first. */
  'thread-tokens': ofThread,
  /** Threads of earlier runs, the newest first. */
  'past-threads': z.strictObject({
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
  'find-threads': {
    readonly threads: readonly FoundThread[];
    /** There are more than the limit. */
    readonly isMore: boolean;
    /** What filters can be set to. */
    readonly folders: readonly string[];
    readonly clients: readonly string[];
  };
  'thread-facts': PastThread;
  'timeline-index': { readonly index: number };
  'fork-thread': { readonly threadId: string };
  'thread-markdown': { readonly text: string };
  'thread-tokens': { readonly turns: readonly TurnTokens[] };
  'past-threads': { readonly threads: readonly PastThread[]; readonly cursor?: string };
}

export interface PastThread {
  readonly id: string;
  readonly folder: string;
  readonly title: string;
  readonly branch?: string;
  readonly model?: string;
  /** Its client, where that is known. */
  readonly who?: string;
  readonly isArchived?: true;
  /** Started by another program: it cannot be continued or forked here. */
  readonly isOfOthers?: true;
  /** In ms since 1970. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface TurnTokens {
  /** When it ended, in ms since 1970. */
  readonly at: number;
  readonly tokens: TokenCounts;
}
