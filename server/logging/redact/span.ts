// A secret found in a text.
export interface Span {
  /** The start of the text that announces it; a text must not be split between this and `end`. */
  readonly from: number;
  readonly start: number;
  readonly end: number;
  /** The kind of secret, for the placeholder. */
  readonly kind: string;
}

/** How far a rule has searched this text, by a key the rule chooses, so that no position is read twice. */
export type Examined = Map<unknown, number>;

/**
 * Examines one position of a text, where its anchor is, and returns the secrets it finds: one, or several further on.
 */
export type Rule = (
  text: string,
  at: number,
  anchor: string,
  examined: Examined,
) => Span | readonly Span[] | undefined;

export const PLACEHOLDER = '[REDACTED:';
