// The connections of one client to remotes: one per remote, opened on first use, reopened after it ended, closed with
// the client or when config.toml changes. A remote that fails again and again is left alone for a while.

import { backOffMs } from '../../base/back-off.ts';
import { remoteKeepsFailing } from '../../errors/remotes.ts';
import { isHttp, type RemoteConfig } from '../config.ts';
import type { Registry } from '../registry.ts';
import { RemoteError } from '../wire/peer.ts';
import type { Caller } from './caller.ts';
import { silentCaller } from './caller.ts';
import type { ClientView } from './channel.ts';
import type { Connection } from './connection.ts';

export interface SessionConnections {
  /**
   * The open connection to it, if there is one.
   * @throws what Registry.get throws
   */
  current(name: string): Connection | undefined;
  /** @throws what Registry.get and openConnection throw, and remote-keeps-failing while it is left alone */
  get(name: string): Promise<Connection>;
  /** Closes the connections to these remotes once their running calls have ended. */
  drop(names: ReadonlySet<string>): void;
  /**
   * After a sleep: forgets failures, and ends connections to addresses that no longer work.
   * @returns the names of their remotes
   */
  check(): Promise<string[]>;
  /** What is still being opened is closed as soon as it is open. Closing twice is harmless. */
  close(): Promise<void>;
}

export interface SessionClient {
  /** Called when the first connection is opened. */
  view(): ClientView;
  /** The client's working folder, if known. */
  readonly cwd: string | undefined;
  readonly bystander: Caller;
}

interface Failures {
  readonly count: number;
  readonly notBefore: number;
  readonly last: unknown;
}

const LONGEST_BACK_OFF_MS = 30_000;
/** A working remote answers a ping sooner. */
const PING_WAIT_MS = 5000;

export function createSessionConnections(
  registry: Registry,
  open: (config: RemoteConfig) => Promise<Connection>,
): SessionConnections {
  const opened = new Map<string, Promise<Connection>>();
  /** Those of them that are open. */
  const connected = new WeakMap<Promise<Connection>, Connection>();
  const unfinished = new Set<Promise<Connection>>();
  const failures = new Map<string, Failures>();
  let isClosed = false;

  async function tryToOpen(config: RemoteConfig): Promise<Connection> {
    const { name } = config;
    const before = failures.get(name);
    const waitMs = before ? before.notBefore - Date.now() : 0;
    if (before && waitMs > 0) throw remoteKeepsFailing(name, waitMs, before.last);
    try {
      const connection = await open(config);
      failures.delete(name);
      if (isClosed) await connection.close();
      return connection;
    } catch (error) {
      const count = (before?.count ?? 0) + 1;
      // After the first failure there is no delay: the next call tries at once.
      const pauseMs = backOffMs(count, { free: 1, longestMs: LONGEST_BACK_OFF_MS });
      failures.set(name, { count, notBefore: Date.now() + pauseMs, last: error });
      throw error;
    }
  }

  async function closeOne(name: string): Promise<void> {
    const connection = await opened.get(name)?.catch(() => undefined);
    await connection?.close();
  }

  return {
    current(name) {
      registry.get(name);
      const opening = opened.get(name);
      const connection = opening && connected.get(opening);
      return connection?.hasEnded ? undefined : connection;
    },
    async get(name) {
      const config = registry.get(name);
      const held = opened.get(name);
      if (held && !(await held).hasEnded) return await held;
      // Another call may have opened it in the meantime.
      const current = opened.get(name);
      if (current && current !== held) return await current;
      const opening = tryToOpen(config);
      opened.set(name, opening);
      unfinished.add(opening);
      opening
        .then(
          (connection) => void connected.set(opening, connection),
          () => {
            if (opened.get(name) === opening) opened.delete(name);
          },
        )
        .finally(() => unfinished.delete(opening));
      return await opening;
    },
    drop(names) {
      for (const name of names) {
        failures.delete(name);
        // Running calls finish on the connection they started on.
        void opened.get(name)?.then(
          (connection) => connection.retire(),
          () => undefined,
        );
        opened.delete(name);
      }
    },
    async check() {
      failures.clear();
      const names = await Promise.all(
        [...opened].map(async ([name, opening]) => {
          const connection = await opening.catch(() => undefined);
          if (!connection || connection.hasEnded || !isHttp(connection.config)) return [];
          if (await isAlive(connection)) return [];
          if (opened.get(name) === opening) opened.delete(name);
          await connection.close();
          return [name];
        }),
      );
      return names.flat();
    },
    async close() {
      isClosed = true;
      const open = [...opened].filter(([, opening]) => !unfinished.has(opening));
      await Promise.all(open.map(([name]) => closeOne(name)));
    },
  };
}

/** A refusal is an answer too. */
async function isAlive(connection: Connection): Promise<boolean> {
  try {
    await connection.request(
      { method: 'ping', params: undefined, limit: { ms: PING_WAIT_MS } },
      silentCaller,
    );
    return true;
  } catch (error) {
    return error instanceof RemoteError;
  }
}
