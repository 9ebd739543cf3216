// Connections for clients of the 2026-07-28 era, which have no session. A client that can be asked something leases a
// connection of its own for each request, so that a question can only belong to that request; other clients share one.
// Connections are never shared between principals, nor between clients with different capabilities.
import { remoteGone } from '../../errors/remotes.ts';
import type { Registry } from '../registry.ts';
import type { Caller } from './caller.ts';
import type { ClientView } from './channel.ts';
import type { Connection } from './connection.ts';
import type { SessionClient, SessionConnections } from './session-connections.ts';

export interface Lease {
  readonly connection: Connection;
  /** Gives it back. Calling it twice is harmless. */
  release(): void;
}

export interface Leases {
  /**
   * Waits while the client uses the maximum number of connections.
   * @throws what SessionConnections.get throws, and remote-gone once it is closed
   */
  lease(principalId: string, client: ClientView, remote: string): Promise<Lease>;
  /** Waiting callers get an error; those with a connection keep it. */
  close(): void;
}

/** A lease being passed to the one request it was taken for. */
export interface HandedLease {
  readonly connection: Connection;
  /** The taker must give it back; undefined if it was already taken or given back. */
  take(): Lease | undefined;
  /** Gives it back unless it was taken. */
  release(): void;
}

export function handOver(lease: Lease): HandedLease {
  let left: Lease | undefined = lease;
  const take = () => {
    const taken = left;
    left = undefined;
    return taken;
  };
  return { connection: lease.connection, take, release: () => take()?.release() };
}

/** One connection, or one that is being opened. */
interface Line {
  readonly owner: SessionConnections;
  users: number;
  timer?: NodeJS.Timeout | undefined;
}

/**
 * The lines of one principal with one set of capabilities to one remote; the most recently used one is reused first.
 */
interface Pool {
  readonly key: string;
  readonly principalId: string;
  readonly remote: string;
  readonly lines: Line[];
  readonly waiting: (() => void)[];
}

const IDLE_MS = 5 * 60_000;
/** A call that asks its client keeps its connection for as long as the person needs. */
const MAX_LINES = 16;
/** The maximum for one principal, over all sets of capabilities. */
const MAX_LINES_IN_ALL = 64;
const QUESTIONS = ['elicitation', 'sampling', 'roots'];

export function createLeases(options: {
  registry: Registry;
  connectSession(client: SessionClient): SessionConnections;
  /** Receives what remotes send outside of calls. */
  bystander: Caller;
}): Leases {
  const pools = new Map<string, Pool>();
  let isClosed = false;

  function discard(pool: Pool, line: Line): void {
    clearTimeout(line.timer);
    pool.lines.splice(pool.lines.indexOf(line), 1);
    if (pool.lines.length === 0 && pool.waiting.length === 0) pools.delete(pool.key);
    void line.owner.close();
  }

  const poolsOf = (principalId: string) =>
    [...pools.values()].filter((pool) => pool.principalId === principalId);

  /** @returns false if all are in use */
  function makeRoom(principalId: string): boolean {
    const all = poolsOf(principalId).flatMap((pool) => pool.lines.map((line) => ({ pool, line })));
    if (all.length < MAX_LINES_IN_ALL) return true;
    const idle = all.find(({ line }) => line.users === 0);
    if (idle) discard(idle.pool, idle.line);
    return idle !== undefined;
  }

  const stopWatching = options.registry.onChanged((names) => {
    for (const pool of pools.values()) {
      if (!names.has(pool.remote)) continue;
      for (const line of pool.lines.filter(({ users }) => users === 0)) discard(pool, line);
    }
  });

  function poolFor(principalId: string, client: ClientView, remote: string): Pool {
    const key = JSON.stringify([principalId, remote, client.capabilities]);
    const pool = pools.get(key) ?? { key, principalId, remote, lines: [], waiting: [] };
    pools.set(key, pool);
    return pool;
  }

  /** @returns undefined if the maximum number is in use */
  function take(pool: Pool, client: ClientView): Line | undefined {
    const isShared = !QUESTIONS.some((capability) => capability in client.capabilities);
    const free = pool.lines.findLast(({ users }) => isShared || users === 0);
    if (free) return free;
    if (pool.lines.length >= MAX_LINES || !makeRoom(pool.principalId)) return undefined;
    const owner = options.connectSession({
      view: () => client,
      cwd: undefined,
      bystander: options.bystander,
    });
    const line: Line = { owner, users: 0 };
    pool.lines.push(line);
    return line;
  }

  function giveBack(pool: Pool, line: Line): void {
    line.users -= 1;
    if (line.users === 0 && pool.lines.includes(line) && !isClosed) {
      pool.lines.splice(pool.lines.indexOf(line), 1);
      pool.lines.push(line);
      line.timer = setTimeout(() => discard(pool, line), IDLE_MS).unref();
    }
    for (const one of poolsOf(pool.principalId)) one.waiting.shift()?.();
  }

  return {
    async lease(principalId, client, remote) {
      // Fails first if the remote is gone.
      options.registry.get(remote);
      if (isClosed) throw remoteGone(remote, 'Patchbay is stopping');
      let pool = poolFor(principalId, client, remote);
      let line = take(pool, client);
      while (!line) {
        await new Promise<void>((resolve) => pool.waiting.push(resolve));
        if (isClosed) throw remoteGone(remote, 'Patchbay is stopping');
        // The pool may have been emptied and dropped in the meantime.
        pool = poolFor(principalId, client, remote);
        line = take(pool, client);
      }
      const taken = line;
      const from = pool;
      clearTimeout(taken.timer);
      taken.users += 1;
      let isReleased = false;
      const release = () => {
        if (isReleased) return;
        isReleased = true;
        giveBack(from, taken);
      };
      try {
        return { connection: await taken.owner.get(remote), release };
      } catch (error) {
        release();
        throw error;
      }
    },
    close() {
      isClosed = true;
      stopWatching();
      for (const { lines, waiting } of pools.values()) {
        for (const { timer } of lines) clearTimeout(timer);
        for (const wake of waiting.splice(0)) wake();
      }
    },
  };
}
