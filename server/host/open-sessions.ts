// Opens sessions: for clients, which are then among those connected, and for the engine, which comes with a pass to one
// remote for one thread.
import { randomUUID } from 'node:crypto';
import { version } from '../base/program.ts';
import { defaultCeiling } from '../contract/ceiling.ts';
import { LEASH_SERVER } from '../engine/leash/hook.ts';
import type { Leashes } from '../engine/leash/leashes.ts';
import type { EngineNotification } from '../engine/process/rpc.ts';
import type { Logger } from '../logging/logger.ts';
import { createRemoteSession } from '../mcp/remote/remote-session.ts';
import { createEngineClient } from '../mcp/remote-door/engine-client.ts';
import { createLeashSession } from '../mcp/remote-door/leash-session.ts';
import type { ThreadPass } from '../mcp/remote-door/passes.ts';
import { everything } from '../mcp/scope.ts';
import { createSession, type SeenClient, type Session } from '../mcp/session.ts';
import type { Sessions } from './connected-sessions.ts';
import type { Host, HostObserver } from './host.ts';
import type { ToolServices } from './tool-services.ts';

export interface SessionOpener {
  readonly forClient: Host['openSession'];
  /** Not among the connected ones: it is the engine that comes. */
  forThread(pass: ThreadPass): Session;
}

/** @param options.tell takes what the engine itself would have told of a thread */
export function createSessionOpener(options: {
  services: ToolServices;
  sessions: Sessions;
  leashes: Leashes;
  observer?: HostObserver | undefined;
  tell(event: EngineNotification): void;
  logger: Logger;
}): SessionOpener {
  const {
    services: { codex: services, remote: remoteServices },
    sessions,
    leashes,
    observer,
    tell,
    logger,
  } = options;
  const common = { services, remoteServices, version, logger };

  return {
    forClient(principal, { transport, cwd, scope = everything, lease, envelope }) {
      const id = randomUUID();
      const onSeen = (client: SeenClient) => observer?.clientSeen({ id, principal, transport }, client);
      const about = { ...common, id, principal, cwd, onSeen };
      const session =
        scope.kind === 'remote'
          ? createRemoteSession({ ...about, remote: scope.name, lease })
          : createSession({ ...about, hasRemotes: scope.kind === 'everything', envelope });
      sessions.add(session, { principal, transport });
      return session;
    },

    forThread(pass) {
      const { principal: owner, cwd } = pass.thread;
      if (pass.remote === LEASH_SERVER) {
        return createLeashSession({ id: randomUUID(), pass, leashes, version, logger });
      }
      return createRemoteSession({
        ...common,
        id: randomUUID(),
        principal: { id: pass.id, name: sessions.ownNameOf(owner), ceiling: defaultCeiling },
        cwd,
        remote: pass.remote,
        engine: createEngineClient({ pass, threads: services.threads, tell }),
      });
    },
  };
}
