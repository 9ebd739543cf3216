// Who is connected to a host: for its status, and to name who asks.
import type { Principal } from '../config/principals.ts';
import { isSameName } from '../contract/same-name.ts';
import type { Session } from '../mcp/session.ts';

export interface ConnectedSession {
  readonly id: string;
  readonly principal: Principal;
  readonly transport: 'stdio' | 'http' | 'relay';
  /** As the client introduced itself; undefined before. */
  readonly client: { name: string; version: string } | undefined;
  readonly openedAt: Date;
}

export interface Sessions {
  add(session: Session, about: Pick<ConnectedSession, 'principal' | 'transport'>): void;
  list(): ConnectedSession[];
  /** The name of the principal with this id. */
  ownNameOf(principalId: string): string;
  /** The same, with its client's name if it has exactly one. */
  nameOf(principalId: string): string;
}

interface Entry extends Pick<ConnectedSession, 'principal' | 'transport' | 'openedAt'> {
  readonly session: Session;
}

export function createSessions(): Sessions {
  const entries = new Set<Entry>();
  const names = new Map<string, string>();

  /** Sessions with a connected client; others have been created but not connected. */
  function connected(): Entry[] {
    return [...entries].filter(({ session }) => session.server.transport !== undefined);
  }

  function clientOf({ session }: Entry): ConnectedSession['client'] {
    const client = session.client();
    return client && { name: client.name, version: client.version };
  }

  return {
    add(session, { principal, transport }) {
      names.set(principal.id, principal.name);
      const entry = { session, principal, transport, openedAt: new Date() };
      entries.add(entry);
      session.server.whenEnded(() => entries.delete(entry));
    },

    list: () =>
      connected().map((entry) => ({
        id: entry.session.id,
        principal: entry.principal,
        transport: entry.transport,
        client: clientOf(entry),
        openedAt: entry.openedAt,
      })),

    ownNameOf: (principalId) => names.get(principalId) ?? principalId,

    nameOf(principalId) {
      const name = names.get(principalId) ?? principalId;
      const own = connected().filter(({ principal }) => principal.id === principalId);
      const clients = new Set(own.flatMap((entry) => clientOf(entry)?.name ?? []));
      const [client, ...more] = clients;
      if (client === undefined || more.length > 0 || isSameName(client, name)) return name;
      return `${name} (${client})`;
    },
  };
}
