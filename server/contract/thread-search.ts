// Finding threads by what was said, run and changed in them: what is asked for, and what is found.
import { z } from 'zod';
import type { TokenCounts } from './tokens.ts';

export const threadStates = ['running', 'done', 'failed', 'interrupted'] as const;

/** Absent members do not filter. */
export const threadFilterSchema = z.strictObject({
  /** This folder, or one inside it. */
  folder: z.string().max(5000).optional(),
  /** As it is shown. */
  client: z.string().max(500).optional(),
  /** What its last turn came to. */
  state: z.enum(threadStates).optional(),
  /** `2026-11-29`, on the clock here: something happened in it then. */
  day: z.iso.date().optional(),
  /** Archived threads alone; without it, none. */
  isArchived: z.literal(true).optional(),
});
export type ThreadFilter = z.infer<typeof threadFilterSchema>;

/** A thread in a list, from its record. */
export interface RecordedThreadFacts {
  readonly id: string;
  /** The name a person has given it, or the first line of its first prompt. */
  readonly title: string;
  readonly folder: string;
  readonly client: string;
  readonly state: (typeof threadStates)[number];
  readonly isArchived: boolean;
  /** Started by another program: nothing but what was said is known of it. */
  readonly isOfOthers?: true;
  readonly branch?: string;
  readonly model?: string;
  /** In ms since 1970. */
  readonly startedAt: number;
  readonly changedAt: number;
  /** `2026-11-29`: those on which something happened in it. */
  readonly days: readonly string[];
  /** Absent where nothing was written down of it. */
  readonly tokens?: TokenCounts;
}

export interface FoundThread extends RecordedThreadFacts {
  /** The best ones; none where the words are in its title, folder or client alone. */
  readonly lines: readonly FoundLine[];
  /** How many more lines have a word of it. */
  readonly moreLines: number;
}

/** A line with what was looked for. */
export interface FoundLine {
  /** What it is part of: `prompt`, `command`, `patch` … */
  readonly kind: string;
  readonly text: string;
  /** Where in `text` the words are, in UTF-16 units. */
  readonly matches: readonly (readonly [from: number, to: number])[];
  /** Absent where it is not known. */
  readonly entry?: TimelineSpot;
}

/** An entry of a thread's timeline. */
export interface TimelineSpot {
  /** In ms since 1970. */
  readonly at: number;
  readonly id?: string;
}
