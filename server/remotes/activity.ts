// What goes on at each remote, whoever uses it: whether it is connected, how often it was called, what it said last.
// Connections report here (watched.ts); whoever looks on reads. It decides nothing.
import type { ErrorCode } from '../errors/codes.ts';
import type { AboutRemote } from './connection/channel.ts';
import type { Oddity } from './odd/oddity.ts';

export interface ActivityOf {
  /** What all of this is about: a hash of the program with its arguments, or of the address. */
  readonly where?: string;
  /** Connections that are being opened, and those that are open. */
  readonly opening: number;
  readonly open: number;
  /** Of the last connection; absent before the first. */
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
  /** Names of its tools, from the last whole list. */
  readonly tools?: readonly string[] | undefined;
  /** Method → what was odd about the last answer to it: to `initialize` and to lists. */
  readonly oddities?: Readonly<Record<string, readonly Oddity[]>> | undefined;
}

export interface Failure {
  readonly code: ErrorCode;
  readonly summary: string;
  /** At the window, which alone shows it. */
  readonly fixInWindow: string;
  /** What somebody who looks for the reason wants to read besides. */
  readonly details?: string;
}

export interface Activity {
  of(name: string): ActivityOf;
  /** A connection is being opened; what is known of another program or address of that name is forgotten. */
  opens(name: string, where: string): void;
  change(name: string, change: (before: ActivityOf) => Partial<ActivityOf>): void;
  wrote(name: string, line: string): void;
  /** What config.toml says of these has changed: why they failed may be fixed. */
  outdated(names: ReadonlySet<string>): void;
  /** @returns how to stop that */
  onChanged(listener: () => void): () => void;
}

const STDERR_LINES = 200;
const nothing: ActivityOf = { opening: 0, open: 0, calls: 0, failedCalls: 0, stderr: [] };
const forgotten = {
  about: undefined,
  failure: undefined,
  calls: 0,
  failedCalls: 0,
  lastError: undefined,
  lastUsedAt: undefined,
  stderr: [],
  tools: undefined,
  oddities: undefined,
} satisfies Partial<ActivityOf>;

export function createActivity(): Activity {
  const known = new Map<string, ActivityOf>();
  const listeners = new Set<() => void>();
  const of = (name: string) => known.get(name) ?? nothing;

  function change(name: string, how: (before: ActivityOf) => Partial<ActivityOf>): void {
    known.set(name, { ...of(name), ...how(of(name)) });
    for (const listener of listeners) listener();
  }

  return {
    of,
    opens(name, where) {
      const { opening, open, ...rest } = of(name);
      const known = rest.where === where ? rest : forgotten;
      change(name, () => ({ ...known, where, open, opening: opening + 1 }));
    },
    change,
    wrote: (name, line) =>
      change(name, ({ stderr }) => ({ stderr: [...stderr.slice(1 - STDERR_LINES), line] })),
    outdated(names) {
      for (const name of names) {
        known.set(name, { ...of(name), failure: undefined, lastError: undefined });
      }
      for (const listener of listeners) listener();
    },
    onChanged(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** All that was odd about the last answers. */
export function odditiesOf({ oddities = {} }: ActivityOf): readonly Oddity[] {
  return Object.values(oddities).flat();
}
