// The room of remotes as the rest of the host sees it: what there is, and how a client gets connected to it.
import type { Network } from '../network/network.ts';
import { authorisedFetch } from './auth/authorised-fetch.ts';
import type { Credentials } from './auth/choose.ts';
import type { ConnectionServices } from './channel.ts';
import type { HttpRemote } from './config.ts';
import { type Caller, openConnection } from './connection.ts';
import { createLeases, type Leases } from './leases.ts';
import { createModernRemotes, type ModernRemotes } from './modern.ts';
import { openRegistry, type Registry } from './registry.ts';
import {
  createSessionConnections,
  type SessionClient,
  type SessionConnections,
} from './session-connections.ts';
import { mute, shareConnection, sharedView } from './sharing.ts';

export interface Remotes {
  readonly registry: Registry;
  readonly credentials: Credentials;
  /** For a client with a session. */
  connectSession(client: SessionClient): SessionConnections;
  /** For clients without one. */
  readonly leases: Leases;
  readonly modern: ModernRemotes;
  /** Calls back when a remote says to clients without a session that a list has changed. Returns how to stop that. */
  onListChanged(listener: (method: string) => void): () => void;
  close(): Promise<void>;
}

export function openRemotes(
  options: Omit<ConnectionServices, 'fetchFor'> & {
    credentials: Credentials;
    network: Network;
    codexHome: string;
    program: string;
    version: string;
    ownAddresses(): readonly string[];
    /** Whether all sessions use one connection to this remote. */
    isShared(name: string): boolean;
  },
): Remotes {
  const { credentials, network } = options;
  const fetchFor = (remote: HttpRemote) => {
    const { name, transport } = remote;
    const { credential } = credentials.choose(remote);
    return authorisedFetch({ name, url: transport.url }, credential, network.fetch);
  };
  const services: ConnectionServices = { ...options, fetchFor };
  const registry = openRegistry(options);
  const open = new Set<SessionConnections>();
  const bystanders = new Set<Caller>();

  /** Opened and closed with config.toml and the host. */
  function follow(connections: SessionConnections, onClose: () => void): SessionConnections {
    const stopWatching = registry.onChanged((names) => connections.drop(names));
    const entry: SessionConnections = {
      ...connections,
      async close() {
        stopWatching();
        onClose();
        open.delete(entry);
        await connections.close();
      },
    };
    open.add(entry);
    return entry;
  }

  const everybody: Caller = {
    ...mute,
    tell(method, params) {
      for (const { tell } of bystanders) if (method.endsWith('_changed')) tell(method, params);
    },
  };
  const view = sharedView(options.version);
  const shared = follow(
    createSessionConnections(registry, (config) =>
      openConnection({ ...services, config, client: view, cwd: undefined, bystander: everybody }),
    ),
    () => undefined,
  );

  function connectSession(client: SessionClient): SessionConnections {
    const { bystander, cwd } = client;
    bystanders.add(bystander);
    const connections = createSessionConnections(registry, (config) =>
      options.isShared(config.name)
        ? shareConnection(shared, config.name)
        : openConnection({ ...services, config, client: client.view(), cwd, bystander }),
    );
    return follow(connections, () => void bystanders.delete(bystander));
  }

  const listListeners = new Set<(method: string) => void>();
  const leases = createLeases({
    registry,
    connectSession,
    bystander: {
      ...mute,
      tell(method) {
        if (method.endsWith('/list_changed')) for (const listener of listListeners) listener(method);
      },
    },
  });

  return {
    registry,
    credentials,
    connectSession,
    leases,
    modern: createModernRemotes(services),
    onListChanged(listener) {
      listListeners.add(listener);
      return () => void listListeners.delete(listener);
    },
    async close() {
      registry.close();
      leases.close();
      await Promise.all([...open].map((connections) => connections.close()));
    },
  };
}
