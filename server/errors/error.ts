// What every error a person can meet is made of: a code, what happened, where, and what to do about it.
// `summary` reads alone in a log line; `fix` is the next step; both are shown together by `message`.
// The errors themselves are in the files beside this one, each in that of its subject.
import type { ErrorCode } from './codes.ts';

export class PatchbayError extends Error {
  readonly code: ErrorCode;
  readonly summary: string;
  readonly fix: string;
  /** The same for a person at the window, who may not use a command line. */
  readonly fixInWindow: string;
  readonly details: string | undefined;

  /** `message` for a person at the window. */
  get messageInWindow(): string {
    return together(this.summary, this.fixInWindow);
  }

  /**
   * @param code stable: scripts and tests may rely on it
   * @param summary what happened and where, one sentence
   * @param fix what to do now, one or two sentences; empty if the summary says it
   * @param options.fixInWindow needed if `fix` names a command or an option
   * @param options.details further text for finding the cause; not part of the message
   */
  constructor(
    code: ErrorCode,
    summary: string,
    fix: string,
    options?: { cause?: unknown; details?: string; fixInWindow?: string },
  ) {
    super(together(summary, fix), options);
    this.name = 'PatchbayError';
    this.code = code;
    this.summary = summary;
    this.fix = fix;
    this.fixInWindow = options?.fixInWindow ?? fix;
    this.details = options?.details;
  }
}

/** A summary that quotes lines ends with one. */
function together(summary: string, fix: string): string {
  if (fix === '') return summary;
  return summary.endsWith('\n') ? `${summary}${fix}` : `${summary} ${fix}`;
}

/** What to do about an error, for callers that build the error later. */
export interface Advice {
  readonly fix: string;
  /** For the window, if it differs. */
  readonly fixInWindow?: string;
}

/** Any thrown value as an error a person can meet; an unexpected one gets the code `failed`. */
export function knownError(thrown: unknown): PatchbayError {
  return thrown instanceof PatchbayError ? thrown : new PatchbayError('failed', messageOf(thrown), '');
}

/** The text of any thrown value, for a window. */
export function windowMessageOf(error: unknown): string {
  return error instanceof PatchbayError ? error.messageInWindow : messageOf(error);
}

/** The text of any thrown value, for logs and results. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
