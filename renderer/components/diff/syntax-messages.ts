// What the page and its highlighting worker say to each other.
import type { Tokens } from './word-changes.ts';

export interface SyntaxRequest {
  readonly id: number;
  /** A file's ending: `ts`. */
  readonly extension: string;
  /** Each begins in no string and no comment. */
  readonly segments: readonly SyntaxSegment[];
}

export interface SyntaxSegment {
  readonly lines: readonly string[];
  /** This many lines are only there to be gone on from. */
  readonly skip: number;
}

export interface SyntaxAnswer {
  readonly id: number;
  /** Of the lines of all segments; none for a language that is not known. */
  readonly lines: readonly Tokens[];
}
