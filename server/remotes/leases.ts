// Connections for clients of the 2026-07-28 era, which have no session: every request leases one, alone, so that what
// a remote asks or says meanwhile can only belong to that request. The one used last is used first again.
import { isDeepStrictEqual } from 'node:util';
import type { ClientView } from './channel.ts';
import type { Caller, Connection } from './connection.ts';
import type { Registry } from './registry.ts';
import type { SessionClient, SessionConnections } from './session-connections.ts';

export interface Lease {
  readonly connection: Connection;
  /** Gives it back; twice is harmless. */
  release(): void;
}

export interface Leases {
  /**
   * @param principalId connections are never shared between principals, nor between clients that can do different
   *   things
   * @throws what SessionConnections.get throws
   */
  lease(principalId: string, client: ClientView, remote: string): Promise<Lease>;
  close(): void;
}

interface Idle {
  readonly principalId: string;
  readonly client: ClientView;
  readonly remote: string;
  readonly connection: Connection;
  readonly owner: SessionConnections;
  readonly timer: NodeJS.Timeout;
}

const IDLE_MS = 5 * 60_000;

/** What a remote says between two requests is for nobody. */
const nobody: Caller = {
  ask: async () => {
    throw new Error('The client has no request under way.');
  },
  tell: () => undefined,
};

export function createLeases(options: {
  registry: Registry;
  connectSession(client: SessionClient): SessionConnections;
}): Leases {
  let idle: Idle[] = [];

  function discard(entry: Idle): void {
    clearTimeout(entry.timer);
    idle = idle.filter((one) => one !== entry);
    void entry.owner.close();
  }

  const stopWatching = options.registry.onChanged((names) => {
    for (const entry of idle) if (names.has(entry.remote)) discard(entry);
  });

  return {
    async lease(principalId, client, remote) {
      // Says so first when the remote is gone.
      options.registry.get(remote);
      for (const entry of idle.filter(({ connection }) => connection.hasEnded)) discard(entry);
      const kept = idle.findLast(
        (one) =>
          one.principalId === principalId &&
          one.remote === remote &&
          isDeepStrictEqual(one.client.capabilities, client.capabilities),
      );
      if (kept) {
        clearTimeout(kept.timer);
        idle = idle.filter((one) => one !== kept);
      }
      const owner =
        kept?.owner ?? options.connectSession({ view: () => client, cwd: undefined, bystander: nobody });
      const connection =
        kept?.connection ??
        (await owner.get(remote).catch(async (error) => {
          await owner.close();
          throw error;
        }));
      let isReleased = false;
      return {
        connection,
        release() {
          if (isReleased) return;
          isReleased = true;
          const entry: Idle = {
            principalId,
            client,
            remote,
            connection,
            owner,
            timer: setTimeout(() => discard(entry), IDLE_MS).unref(),
          };
          idle.push(entry);
        },
      };
    },
    close() {
      stopWatching();
      for (const entry of idle) clearTimeout(entry.timer);
      idle = [];
    },
  };
}
