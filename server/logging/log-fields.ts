// The fields of a log line.

/** What a line is about. `session` and `thread` are set whenever there is one. */
export interface LogFields {
  /** The room it comes from; absent for what is about the whole. */
  readonly scope?: string | undefined;
  readonly session?: string | undefined;
  readonly thread?: string | undefined;
  readonly [name: string]: unknown;
}
