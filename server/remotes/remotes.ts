// The public side of this room: which remotes exist, and how clients connect to them.
import { createListeners } from '../base/listeners.ts';
import type { Network } from '../network/network.ts';
import { type Activity, createActivity } from './activity.ts';
import { authorisedFetch } from './auth/authorised-fetch.ts';
import type { Credentials } from './auth/choose.ts';
import type { SignIns } from './auth/oauth/sign-ins.ts';
import type { HttpRemote, RemoteConfig } from './config.ts';
import { type Caller, silentCaller } from './connection/caller.ts';
import type { ClientView, ConnectionServices } from './connection/channel.ts';
import { type Connection, openConnection } from './connection/connection.ts';
import { createLeases, type Leases } from './connection/leases.ts';
import {
  createSessionConnections,
  type SessionClient,
  type SessionConnections,
} from './connection/session-connections.ts';
import { shareConnection, sharedView } from './connection/sharing.ts';
import { noteOddities, openWatched } from './connection/watched.ts';
import { createPatience, type Patience } from './patience.ts';
import { openToolPins, type ToolPins } from './pins.ts';
import { openRegistry, type Registry } from './registry.ts';
import { createModernRemotes, type ModernRemotes } from './wire/modern-remotes.ts';

export interface Remotes {
  readonly registry: Registry;
  readonly credentials: Credentials;
  readonly signIns: SignIns;
  /** For a client with a session. */
  connectSession(client: SessionClient): SessionConnections;
  /** For clients without one. */
  readonly leases: Leases;
  readonly modern: ModernRemotes;
  readonly activity: Activity;
  readonly pins: ToolPins;
  readonly patience: Patience;
  /** Closes every connection to the remote once its running calls have ended; the next call reconnects. */
  restart(name: string): void;
  /**
   * Opens a connection outside of all sessions, of which nothing is recorded; config.toml need not name the remote
   * yet.
   * @throws what openConnection throws
   */
  tryOut(config: RemoteConfig, client?: ClientView): Promise<Connection>;
  /**
   * Calls back when a remote announces a list change to clients without a session. @returns a function that ends this
   */
  onListChanged(listener: (method: string) => void): () => void;
  /** Tells them that a list of all remotes has become longer. */
  tellToolsChanged(): void;
  /**
   * After a sleep: ends connections that no longer work; the next call reconnects.
   * @returns the names of their remotes
   */
  check(): Promise<string[]>;
  close(): Promise<void>;
}

export function openRemotes(
  options: Omit<ConnectionServices, 'fetchFor'> & {
    credentials: Credentials;
    signIns: SignIns;
    network: Network;
    codexHome: string;
    /** The file with the tool definitions. */
    pinsFile: string;
    program: string;
    version: string;
    ownAddresses(): readonly string[];
    /** Whether all sessions use one connection to this remote. */
    isShared(name: string): boolean;
    /** Receives every secret that is sent. */
    know(secret: string): void;
  },
): Remotes {
  const { credentials, signIns, network } = options;
  const fetchFor = (remote: HttpRemote) => {
    const { name, transport } = remote;
    const { credential } = credentials.choose(remote);
    return authorisedFetch({ name, url: transport.url }, credential, {
      fetch: network.fetch,
      know: options.know,
    });
  };
  const registry = openRegistry(options);
  const activity = createActivity();
  const pins = openToolPins({ file: options.pinsFile, logger: options.logger });
  const services: ConnectionServices = { ...options, fetchFor };
  const open = new Set<SessionConnections>();
  const bystanders = new Set<Caller>();

  type Opening = Parameters<typeof openConnection>[0];
  function openOne(opening: Pick<Opening, 'config' | 'client' | 'cwd' | 'bystander'>): Promise<Connection> {
    const { logger } = options;
    return openWatched({ activity, pins, logger }, opening.config, (onOddities) =>
      openConnection({ ...services, ...opening, onOddities, onStderr: activity.wrote }),
    );
  }

  /** Connections that follow config.toml and end with the host. */
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
    ...silentCaller,
    tell(method, params) {
      for (const { tell } of bystanders) if (method.endsWith('_changed')) tell(method, params);
    },
  };
  const view = sharedView(options.version);
  const shared = follow(
    createSessionConnections(registry, (config) =>
      openOne({ config, client: view, cwd: undefined, bystander: everybody }),
    ),
    () => undefined,
  );

  function connectSession(client: SessionClient): SessionConnections {
    const { bystander, cwd } = client;
    bystanders.add(bystander);
    const connections = createSessionConnections(registry, (config) =>
      options.isShared(config.name)
        ? shareConnection(shared, config.name)
        : openOne({ config, client: client.view(), cwd, bystander }),
    );
    return follow(connections, () => void bystanders.delete(bystander));
  }

  const patience = createPatience();
  registry.onChanged(activity.outdated);
  registry.onChanged(patience.forget);
  const listListeners = createListeners<[method: string]>();
  const leases = createLeases({
    registry,
    connectSession,
    bystander: {
      ...silentCaller,
      tell(method) {
        if (method.endsWith('/list_changed')) listListeners.tell(method);
      },
    },
  });

  return {
    registry,
    credentials,
    signIns,
    connectSession,
    leases,
    modern: createModernRemotes({
      ...services,
      onOddities: (remote, method, oddities, isWhole) =>
        noteOddities({ activity, logger: options.logger }, remote, { method, oddities, isWhole }),
    }),
    activity,
    pins,
    patience,
    restart(name) {
      for (const connections of open) connections.drop(new Set([name]));
    },
    tryOut: (config, client = view) =>
      openConnection({ ...services, config, client, cwd: undefined, bystander: silentCaller }),
    onListChanged: listListeners.add,
    tellToolsChanged: () => listListeners.tell('notifications/tools/list_changed'),
    async check() {
      const lost = await Promise.all([...open].map((connections) => connections.check()));
      return [...new Set(lost.flat())];
    },
    async close() {
      signIns.close();
      registry.close();
      leases.close();
      await Promise.all([...open].map((connections) => connections.close()));
    },
  };
}
