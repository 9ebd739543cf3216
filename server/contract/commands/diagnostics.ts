// What a window may ask to find out what went wrong: the log, the checks, the diagnostics bundle.
import { z } from 'zod';
import type { Check } from '../../doctor/checks.ts';
import { logLevels } from '../log-levels.ts';
import { nothing } from './arguments.ts';

/** By name: the arguments. */
export const diagnosticsCommands = {
  /** Gives the lines of the log until now, and tells those that come. */
  'follow-log': nothing,
  'unfollow-log': nothing,
  'set-log-level': z.strictObject({ level: z.enum(logLevels) }),
  /** What `patchbay doctor` looks at; takes seconds. */
  'check-health': nothing,
  /** Puts the diagnostics bundle together, to be looked at and then saved. */
  'prepare-bundle': nothing,
  /** Asks where to, and writes the bundle that was prepared. */
  'save-bundle': nothing,
} as const;

/** What comes back. */
export interface DiagnosticsResults {
  'follow-log': { readonly text: string };
  'check-health': readonly Check[];
  'prepare-bundle': { readonly files: readonly BundledFile[] };
  /** Absent when the person thought better of it. */
  'save-bundle': { readonly savedAs?: string };
}

/** One file of a diagnostics bundle. */
export interface BundledFile {
  readonly name: string;
  /** What it holds, one sentence. */
  readonly about: string;
  readonly sizeBytes: number;
  /** Its beginning. */
  readonly text: string;
}
