// The exit codes of `patchbay`, as docs/cli.md has them.
export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  /** Of `doctor`. */
  needsSignIn: 10,
  needsConfiguration: 11,
  interrupted: 130,
  terminated: 143,
} as const;
