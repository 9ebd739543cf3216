// The fields of a log line.

/** What a line is about. `session` and `thread` are set if there is one. */
export interface LogFields {
  /** The room the line comes from; absent for lines about the whole program. */
  readonly scope?: string | undefined;
  readonly session?: string | undefined;
  readonly thread?: string | undefined;
  readonly [name: string]: unknown;
}
