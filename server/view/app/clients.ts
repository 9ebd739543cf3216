// Who is and was connected, and who tried to connect without a token.

import { MODERN_VERSION } from '../../base/mcp-versions.ts';
import type { ClientRow, Knock } from '../../contract/state.ts';
import type { ConnectedSession } from '../../host/connected-sessions.ts';
import type { SeenClient } from '../../mcp/session.ts';
import type { ViewStore } from './view-store.ts';

export interface ClientWatch {
  seen(session: Pick<ConnectedSession, 'principal' | 'transport'>, client: SeenClient): void;
  refused(client: string): void;
  close(): void;
}

const LOOK_EVERY_MS = 2000;
/** A client of the 2026-07-28 era has no connection: it counts as connected for this long after a call. */
const STATELESS_MS = 60_000;
const MAX_KNOCKS = 20;
const MAX_CLIENTS = 200;

/** @param options.sessions the sessions that are connected now */
export function watchClients(options: {
  store: ViewStore;
  sessions(): readonly ConnectedSession[];
  onCall(principalId: string): void;
  /** Called periodically, to check what other programs may have changed. */
  onLook(): void;
}): ClientWatch {
  const { store } = options;
  const rows = new Map<string, ClientRow>();

  function show(): void {
    const clients = [...rows.values()].sort((left, right) => right.since - left.since).slice(0, MAX_CLIENTS);
    store.apply({ kind: 'set', parts: { clients } });
  }

  /** Polled, because the end of a session is not reported here. */
  function look(): void {
    const connected = new Set(
      options
        .sessions()
        .flatMap(({ principal, transport, client }) =>
          client ? [keyOf(principal.id, transport, client.name)] : [],
        ),
    );
    let hasChanged = false;
    for (const [key, row] of rows) {
      const wasJustThere = Date.now() - Math.max(row.since, row.lastCallAt ?? 0) < STATELESS_MS;
      const isConnected = connected.has(key) || (isStateless(row) && wasJustThere);
      if (isConnected === row.isConnected) continue;
      rows.set(key, { ...row, isConnected });
      hasChanged = true;
    }
    if (hasChanged) show();
    options.onLook();
  }

  const timer = setInterval(look, LOOK_EVERY_MS);
  timer.unref();

  return {
    seen({ principal, transport }, { name, version, protocol, isCall }) {
      const key = keyOf(principal.id, transport, name);
      const before = rows.get(key);
      const lastCallAt = isCall ? Date.now() : before?.lastCallAt;
      rows.set(key, {
        id: key,
        name,
        ...(version !== undefined && { version }),
        ...(protocol !== undefined && { protocol }),
        transport,
        principal: principal.id,
        isConnected: true,
        since: before?.isConnected ? before.since : Date.now(),
        ...(lastCallAt !== undefined && { lastCallAt }),
      });
      if (isCall) options.onCall(principal.id);
      show();
      const { knocks } = store.state;
      if (knocks.some((knock) => knock.name === name)) {
        store.apply({ kind: 'set', parts: { knocks: knocks.filter((knock) => knock.name !== name) } });
      }
    },

    refused(client) {
      const name = client.slice(0, 100);
      const known = store.state.knocks.find((knock) => knock.name === name);
      const knock: Knock = { name, at: Date.now(), count: (known?.count ?? 0) + 1 };
      const others = store.state.knocks.filter((other) => other !== known);
      store.apply({ kind: 'set', parts: { knocks: [knock, ...others].slice(0, MAX_KNOCKS) } });
    },

    close: () => clearInterval(timer),
  };
}

function isStateless({ protocol }: ClientRow): boolean {
  return protocol !== undefined && protocol >= MODERN_VERSION;
}

function keyOf(principalId: string, transport: string, client: string): string {
  return `${principalId} ${transport} ${client}`;
}
