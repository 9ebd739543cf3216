// The room of remotes as the rest of the host sees it: what there is, and how a client gets connected to it.
import type { ConnectionServices } from './channel.ts';
import { openConnection } from './connection.ts';
import { createLeases, type Leases } from './leases.ts';
import { createModernRemotes, type ModernRemotes } from './modern.ts';
import { openRegistry, type Registry } from './registry.ts';
import {
  createSessionConnections,
  type SessionClient,
  type SessionConnections,
} from './session-connections.ts';

export interface Remotes {
  readonly registry: Registry;
  /** For a client with a session. */
  connectSession(client: SessionClient): SessionConnections;
  /** For clients without one. */
  readonly leases: Leases;
  readonly modern: ModernRemotes;
  close(): Promise<void>;
}

export function openRemotes(
  options: ConnectionServices & {
    codexHome: string;
    program: string;
    ownAddresses(): readonly string[];
  },
): Remotes {
  const registry = openRegistry(options);
  const sessions = new Set<SessionConnections>();

  function connectSession({ view, cwd, bystander }: SessionClient): SessionConnections {
    const connections = createSessionConnections(registry, (config) =>
      openConnection({ ...options, config, client: view(), cwd, bystander }),
    );
    const stopWatching = registry.onChanged((names) => connections.drop(names));
    const entry: SessionConnections = {
      ...connections,
      async close() {
        stopWatching();
        sessions.delete(entry);
        await connections.close();
      },
    };
    sessions.add(entry);
    return entry;
  }

  const leases = createLeases({ registry, connectSession });

  return {
    registry,
    connectSession,
    leases,
    modern: createModernRemotes(options),
    async close() {
      registry.close();
      leases.close();
      await Promise.all([...sessions].map((session) => session.close()));
    },
  };
}
