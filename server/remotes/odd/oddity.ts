// The description of a definition or answer that clients could not read.

/** One thing in a remote's messages that clients could not read. */
export interface Oddity {
  readonly kind: 'fixed' | 'left-out';
  /** What it was: `tool search`. Partly the remote's own text. */
  readonly what: string;
  readonly why: string;
}
