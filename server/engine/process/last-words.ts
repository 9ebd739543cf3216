// What the engine wrote on standard error before it ended, as the reason of its end: one line that a person can read.

export interface LastWords {
  add(line: string): void;
  /** Undefined when it wrote nothing. */
  readonly reason: string | undefined;
}

/** The engine reports as Rust's anyhow does: `Error: …`, its causes, and then a backtrace without names. */
const REPORT = /^Error: (.+)/;
const BACKTRACE = /^(Stack backtrace:|\s+\d+: |\s+at )/;

export function createLastWords(): LastWords {
  let reported: string | undefined;
  let last: string | undefined;
  return {
    add(line) {
      reported = REPORT.exec(line)?.[1] ?? reported;
      if (!BACKTRACE.test(line)) last = line;
    },
    get reason() {
      return reported ?? last;
    },
  };
}
