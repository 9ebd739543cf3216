// What a window may ask about the copies in which second threads work.
import { z } from 'zod';
import { nothing } from './arguments.ts';

const id = z.string().max(300);

/** The arguments, by command name. */
export const copyCommands = {
  /** The oldest first. */
  copies: nothing,
  /** What merging would do. */
  'copy-changes': z.strictObject({ id }),
  /** Merges what was shown: `digest` is of that. */
  'merge-copy': z.strictObject({ id, digest: z.string().max(100) }),
  'discard-copy': z.strictObject({ id }),
} as const;

export interface CopyRow {
  readonly id: string;
  readonly folder: string;
  /** The working tree it is a copy of. */
  readonly of: string;
  readonly branch?: string | undefined;
  readonly commit: string;
  readonly threadId?: string | undefined;
  /** ISO 8601. */
  readonly mergedAt?: string | undefined;
  /** Files that are not merged, conflicts included. */
  readonly unmerged: number;
  /** Files that merging leaves out. */
  readonly leftOut: number;
  /** Why nothing is known of its files, for a person. */
  readonly problem?: string;
}

export interface CopyChanges {
  readonly of: string;
  readonly diffs: readonly { readonly path: string; readonly diff: string }[];
  readonly conflicts: readonly string[];
  readonly leftOut: readonly string[];
  readonly digest: string;
}

/** What comes back. */
export interface CopyResults {
  copies: readonly CopyRow[];
  'copy-changes': CopyChanges;
}
