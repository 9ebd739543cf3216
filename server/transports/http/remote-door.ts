// The door through which the engine reaches remotes: a loopback address of its own that only the engine is told.
// There, a pass opens `/mcp/<remote>` for the one remote it was made for, and nothing else.
import type { AddressInfo } from 'node:net';
import { defaultCeiling } from '../../contract/ceiling.ts';
import type { Logger } from '../../logging/logger.ts';
import type { ThreadPass, ThreadPasses } from '../../mcp/remote-door/passes.ts';
import { PASS_HEADER } from '../../mcp/remote-door/table-override.ts';
import type { Session } from '../../mcp/session.ts';
import { guardHostAndOrigin, refuse } from './guards.ts';
import { createJsonServer } from './malformed.ts';
import { type Door, plainPosts, whenNeeded } from './plain-posts.ts';
import { createHttpSessions } from './sessions/http-sessions.ts';

export interface ThreadDoor {
  /** The address the engine gets instead of the remote's own. */
  urlOf(remote: string): string;
  /** Ends the sessions of passes that have ended. */
  endForgotten(): void;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
/** The engine keeps a stream open in each session, so an idle session is one it has forgotten. */
const SESSION_IDLE_MS = 30 * 60_000;
const MAX_SESSIONS = 4096;
/** The engine never resumes a call after its connection broke. */
const UNATTENDED_MS = 5000;

export async function openThreadDoor(options: {
  passes: ThreadPasses;
  openSession(pass: ThreadPass): Session;
  logger: Logger;
}): Promise<ThreadDoor> {
  const { passes, logger } = options;
  const sessions = createHttpSessions({
    open({ id }) {
      const pass = passes.withId(id);
      if (!pass) throw new Error('its thread has ended meanwhile');
      return options.openSession(pass);
    },
    idleMs: SESSION_IDLE_MS,
    most: MAX_SESSIONS,
    unattendedMs: UNATTENDED_MS,
    logger,
  });

  const door: Door = {
    path: /^\/mcp\/([\w-]+)$/,
    guardHost: guardHostAndOrigin([], []),
    guardPrincipal: guardPass(passes, logger),
    serve: sessions.handle,
    logger,
  };
  const others = whenNeeded(async () => {
    const { createThreadDoorApp } = await import('./remote-door-app.ts');
    return createThreadDoorApp(door);
  }, logger);
  const server = createJsonServer({}, plainPosts(door, others));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, HOST, resolve);
  });
  const { port } = server.address() as AddressInfo;
  logger.info('thread-door-opened', { port });

  return {
    urlOf: (remote) => `http://${HOST}:${port}/mcp/${encodeURIComponent(remote)}`,
    endForgotten: () => sessions.keepOnly((id) => passes.withId(id) !== undefined),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      await sessions.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** A pass counts as a principal here, so that its sessions are nobody else's, not even another thread's. */
function guardPass(passes: ThreadPasses, logger: Logger): Door['guardPrincipal'] {
  return ({ headers }, response, remote) => {
    const pass = passes.find(String(headers[PASS_HEADER.toLowerCase()] ?? ''));
    if (remote !== undefined && pass?.remote === remote) {
      return { id: pass.id, name: pass.thread.principal, ceiling: defaultCeiling };
    }
    logger.warn('pass-refused', { remote, thread: pass?.thread.id });
    return refuse(response, 401, 'This is for Codex alone, and only for the remote its pass was made for.');
  };
}
