// What a window may ask to find out what went wrong: the log, the checks, the diagnostics bundle.
import { z } from 'zod';
import type { Check } from '../../doctor/checks.ts';
import { logLevels } from '../log-levels.ts';
import { nothing } from './arguments.ts';

/** The arguments, by command name. */
export const diagnosticsCommands = {
  /** Returns the log lines so far, and sends new ones. */
  'follow-log': nothing,
  'unfollow-log': nothing,
  'set-log-level': z.strictObject({ level: z.enum(logLevels) }),
  /** Runs the checks of `patchbay doctor`; takes seconds. */
  'check-health': nothing,
  /** Prepares the diagnostics bundle, to be reviewed and then saved. */
  'prepare-bundle': nothing,
  /** Asks for a path, and writes the prepared bundle. */
  'save-bundle': nothing,
} as const;

/** What comes back. */
export interface DiagnosticsResults {
  'follow-log': { readonly text: string };
  'check-health': readonly Check[];
  'prepare-bundle': { readonly files: readonly BundledFile[] };
  /** Absent if the person cancelled. */
  'save-bundle': { readonly savedAs?: string };
}

/** One file of a diagnostics bundle. */
export interface BundledFile {
  readonly name: string;
  /** What it holds, one sentence. */
  readonly about: string;
  readonly sizeBytes: number;
  /** The beginning of its content. */
  readonly text: string;
}
