// What is said about a definition or an answer that was not as clients need it.

/** Something about a remote that was not as clients need it. */
export interface Oddity {
  readonly kind: 'fixed' | 'left-out';
  /** What it was about: `tool search`. Made by the remote in part. */
  readonly what: string;
  readonly why: string;
}
