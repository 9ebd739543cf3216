// A secret found in a text.
export interface Span {
  /** Where what gives it away begins; a text must not be cut between this and `end`. */
  readonly from: number;
  readonly start: number;
  readonly end: number;
  /** What it is, for the placeholder. */
  readonly kind: string;
}

/** How far a rule has looked in this text already, by whatever the rule takes as its key: no place is read twice. */
export type Examined = Map<unknown, number>;

/** Looks at one place of a text, where its anchor stands, and says what secrets there are: one, or several further on. */
export type Rule = (
  text: string,
  at: number,
  anchor: string,
  examined: Examined,
) => Span | readonly Span[] | undefined;

export const PLACEHOLDER = '[REDACTED:';
