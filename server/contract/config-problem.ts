/** Why config.toml cannot be used. */
export interface ConfigProblem {
  /** `all`: it is not TOML, or cannot be read. `codex`: only the engine refuses it, and no thread can start. */
  readonly concerns: 'all' | 'codex';
  readonly file: string;
  readonly line: number | undefined;
  readonly reason: string;
  /** When the version that the remotes still use was read, in ms since 1970; undefined if there is none. */
  readonly heldSince: number | undefined;
}
