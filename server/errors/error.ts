// What every error a person can meet is made of: a code, what happened, where, and what to do about it.
// `summary` reads alone in a log line; `fix` is the next step; both are shown together by `message`.
// The errors themselves are in the files beside this one, each in that of its subject.
import type { ErrorCode } from './codes.ts';

export class PatchbayError extends Error {
  readonly code: ErrorCode;
  readonly summary: string;
  readonly fix: string;
  /** The same for a person at the window, who has no command line at hand. */
  readonly fixInWindow: string;
  readonly details: string | undefined;

  /** `message` for a person at the window. */
  get messageInWindow(): string {
    return this.fixInWindow ? `${this.summary} ${this.fixInWindow}` : this.summary;
  }

  /**
   * @param code stable: scripts and tests may rely on it
   * @param summary what happened and where, one sentence
   * @param fix what to do now, one or two sentences; empty where the summary says it
   * @param options.fixInWindow where `fix` names a command or an option and the window has a page or a button for it
   * @param options.details what somebody who looks for the reason wants to read besides; no part of the message
   */
  constructor(
    code: ErrorCode,
    summary: string,
    fix: string,
    options?: { cause?: unknown; details?: string; fixInWindow?: string },
  ) {
    super(fix ? `${summary} ${fix}` : summary, options);
    this.name = 'PatchbayError';
    this.code = code;
    this.summary = summary;
    this.fix = fix;
    this.fixInWindow = options?.fixInWindow ?? fix;
    this.details = options?.details;
  }
}

/** What to do about an error, where whoever makes it has to be told. */
export interface Advice {
  readonly fix: string;
  /** At the window, where that differs. */
  readonly fixInWindow?: string;
}

/** Anything that was thrown as an error a person can meet: with the code `failed` where nobody foresaw it. */
export function knownError(thrown: unknown): PatchbayError {
  return thrown instanceof PatchbayError ? thrown : new PatchbayError('failed', messageOf(thrown), '');
}

/** The text of anything that was thrown, for a window. */
export function windowMessageOf(error: unknown): string {
  return error instanceof PatchbayError ? error.messageInWindow : messageOf(error);
}

/** The text of anything that was thrown, for logs and results. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
