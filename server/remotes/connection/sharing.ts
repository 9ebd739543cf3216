// One connection for all sessions, for remotes that keep no state (`remotes.<name>.shared` in settings.json). Such a
// remote cannot ask anyone, because nobody could tell which client it means: it is shown no capabilities, and its log
// lines are dropped.

import { LEGACY_VERSION } from '../../base/mcp-versions.ts';
import { type Caller, silentCaller } from './caller.ts';
import type { ClientView } from './channel.ts';
import type { Connection } from './connection.ts';
import type { SessionConnections } from './session-connections.ts';

/** How Patchbay introduces itself when it represents several clients. */
export function sharedView(version: string): ClientView {
  return { info: { name: 'patchbay', version }, capabilities: {}, protocolVersion: LEGACY_VERSION };
}

/**
 * @param shared the connections of all sessions together
 * @returns a connection for one session; closing it does not close the shared one
 */
export async function shareConnection(shared: SessionConnections, remote: string): Promise<Connection> {
  const connection = await shared.get(remote);
  const { config, about, ended, tools } = connection;
  // Not by `...`: a getter in the place of a value that came with it makes every access slow.
  return {
    config,
    about,
    ended,
    tools,
    get hasEnded() {
      return connection.hasEnded;
    },
    request: (call, caller) => connection.request(call, onlyProgress(caller)),
    notify: async () => undefined,
    retire: () => undefined,
    close: async () => undefined,
  };
}

function onlyProgress({ progress }: Caller): Caller {
  return progress ? { ...silentCaller, progress } : { ...silentCaller };
}
