// The activity of each remote, for all its users together: whether it is connected, how often it was called, its last
// error. Connections report here (watched.ts); observers read. It decides nothing.

import { createListeners } from '../base/listeners.ts';
import type { ErrorCode } from '../errors/codes.ts';
import type { AboutRemote } from './connection/channel.ts';
import type { Oddity } from './odd/oddity.ts';

export interface ActivityOf {
  /** What the remote starts or reaches: a hash of the program with its arguments, or of the address. */
  readonly where?: string;
  /** The number of connections being opened, and of open ones. */
  readonly opening: number;
  readonly open: number;
  /** The introduction on the last connection; absent before the first. */
  readonly about?: AboutRemote | undefined;
  /** Why it is not connected: the last attempt failed, or the connection broke. */
  readonly failure?: Failure | undefined;
  readonly calls: number;
  readonly failedCalls: number;
  readonly lastError?: { readonly text: string; readonly at: number } | undefined;
  /** In ms since 1970. */
  readonly lastUsedAt?: number | undefined;
  /** The last lines it wrote to stderr. */
  readonly stderr: readonly string[];
  /** How many lines that were in all. */
  readonly stderrCount: number;
  /** The names of its tools, from the last complete list. */
  readonly tools?: readonly string[] | undefined;
  /** Method → what was odd about its last answer, for `initialize` and lists. */
  readonly oddities?: Readonly<Record<string, readonly Oddity[]>> | undefined;
}

export interface Failure {
  readonly code: ErrorCode;
  readonly summary: string;
  /** Only the window shows it. */
  readonly fixInWindow: string;
  /** Details for finding the cause. */
  readonly details?: string;
}

export interface Activity {
  of(name: string): ActivityOf;
  /** A connection is being opened. Information about a different program or address of that name is dropped. */
  opens(name: string, where: string): void;
  change(name: string, change: (before: ActivityOf) => Partial<ActivityOf>): void;
  /** A tool of it is called. */
  called(name: string): void;
  wrote(name: string, line: string): void;
  /** The tables of these remotes have changed, so the cause of a failure may be fixed. */
  outdated(names: ReadonlySet<string>): void;
  /** @returns a function that ends this */
  onChanged(listener: () => void): () => void;
}

const STDERR_LINES = 200;
const nothing: ActivityOf = { opening: 0, open: 0, calls: 0, failedCalls: 0, stderr: [], stderrCount: 0 };
const forgotten = {
  about: undefined,
  failure: undefined,
  calls: 0,
  failedCalls: 0,
  lastError: undefined,
  lastUsedAt: undefined,
  stderr: [],
  stderrCount: 0,
  tools: undefined,
  oddities: undefined,
} satisfies Partial<ActivityOf>;

export function createActivity(): Activity {
  const known = new Map<string, ActivityOf>();
  const listeners = createListeners();
  const of = (name: string) => known.get(name) ?? nothing;

  function change(name: string, how: (before: ActivityOf) => Partial<ActivityOf>): void {
    known.set(name, { ...of(name), ...how(of(name)) });
    listeners.tell();
  }

  return {
    of,
    opens(name, where) {
      const { opening, open, ...rest } = of(name);
      const known = rest.where === where ? rest : forgotten;
      change(name, () => ({ ...known, where, open, opening: opening + 1 }));
    },
    change,
    called(name) {
      const before = of(name);
      known.set(name, { ...before, calls: before.calls + 1, lastUsedAt: Date.now() });
      listeners.tell();
    },
    wrote: (name, line) =>
      change(name, ({ stderr, stderrCount }) => ({
        stderr: [...stderr.slice(1 - STDERR_LINES), line],
        stderrCount: stderrCount + 1,
      })),
    outdated(names) {
      for (const name of names) {
        known.set(name, { ...of(name), failure: undefined, lastError: undefined });
      }
      listeners.tell();
    },
    onChanged: listeners.add,
  };
}

/** Everything that was odd about the last answers. */
export function odditiesOf({ oddities = {} }: ActivityOf): readonly Oddity[] {
  return Object.values(oddities).flat();
}
