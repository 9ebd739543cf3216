// What the control socket of a host offers to programs of the same user: the sessions of relays, the host's status,
// the terminal's desk, changes of rules and clients, and Azure tokens.
import type { Socket } from 'node:net';
import type { TerminalDesk } from '../../approvals/terminal.ts';
import { version } from '../../base/program.ts';
import { realPath } from '../../base/real-path.ts';
import { localPrincipal } from '../../config/principals.ts';
import type { Ceiling } from '../../contract/ceiling.ts';
import { nestedTooDeep, otherCodexHome } from '../../errors/control.ts';
import type { Host } from '../../host/host.ts';
import type { Logger } from '../../logging/logger.ts';
import type { Session } from '../../mcp/session.ts';
import { isDescendant } from '../../processes/descent.ts';
import { watchForFreeze } from '../../processes/frozen-watch.ts';
import { relayEndedLine } from '../../relay/ended.ts';
import { serveStreams } from '../../transports/stdio-server.ts';
import type { HostLock } from '../lock.ts';
import type { HostStatus, RelayHello } from '../messages/hello.ts';
import { type ControlSocket, serveControlSocket } from '../socket.ts';

/** By this time, what was written to a frozen relay has reached its socket. */
const FROZEN_WAIT_MS = 500;

export interface AboutHost {
  readonly url: string;
  readonly startedAt: Date;
  readonly codexHome: string;
  /** Of clients that come through a relay. */
  readonly relayed: {
    readonly ceiling: Ceiling;
    /** One with another is not relayed. */
    readonly codexHome: string;
    /** Where they work; undefined for the folder each was started in. */
    readonly folder: string | undefined;
  };
}

export function serveControl(options: {
  lock: HostLock;
  host: Host;
  desk: TerminalDesk;
  about: AboutHost;
  logger: Logger;
}): ControlSocket {
  const { lock, host, desk, about, logger } = options;
  const { relayed } = about;

  async function serveRelay(hello: RelayHello, socket: Socket, accept: () => void): Promise<void> {
    if (realPath(hello.codexHome) !== realPath(relayed.codexHome)) throw otherCodexHome(relayed.codexHome);
    // What the client asked before it ended its input is still answered.
    socket.allowHalfOpen = true;
    const engine = host.engineProcess();
    if (engine && isDescendant(hello.pid, engine.pid)) throw nestedTooDeep(1);
    accept();
    logger.info('relay-connected', { pid: hello.pid, cwd: hello.cwd });
    const principal = localPrincipal(relayed.ceiling);
    let session: Session | undefined;
    const open = () => {
      session = host.openSession(principal, { transport: 'relay', cwd: relayed.folder ?? hello.cwd });
      return session;
    };
    const watch = watchForFreeze({
      pid: hello.pid,
      isNeeded: () => session?.isBusy() === true,
      onFrozen() {
        logger.warn('relay-frozen', {
          pid: hello.pid,
          message: 'its process was stopped; its calls are ended',
        });
        socket.end(`${relayEndedLine}\n`);
        // A frozen relay does not hang up by itself.
        setTimeout(() => socket.destroy(), FROZEN_WAIT_MS).unref();
      },
    });
    socket.on('data', watch.heard);
    await serveStreams(open, { input: socket, output: socket }, logger).gone;
    watch.stop();
    logger.info('relay-gone', { pid: hello.pid });
    socket.end();
  }

  function statusNow(): HostStatus {
    return {
      pid: process.pid,
      version,
      url: about.url,
      codexHome: about.codexHome,
      startedAt: about.startedAt.toISOString(),
      engine: host.engineProcess(),
      sessions: host.sessions().map(({ id, principal, transport, client, openedAt }) => ({
        id,
        principal: principal.name,
        transport,
        client,
        openedAt: openedAt.toISOString(),
      })),
      runningThreads: host.runningThreads(),
      waitingApprovals: desk.waiting().length,
      searchPath: host.rules.contextOf({ threadId: '' }).searchPath,
    };
  }

  // What builds schemas is loaded when somebody comes for it: clients over HTTP wait for the start.
  return serveControlSocket({
    lock,
    logger,
    handlers: {
      relay: serveRelay,
      status(_hello, socket, accept) {
        accept();
        socket.end(`${JSON.stringify(statusNow())}\n`);
        socket.resume();
      },
      async 'sign-in'(hello, socket, accept) {
        if (realPath(hello.codexHome) !== realPath(about.codexHome)) throw otherCodexHome(about.codexHome);
        const { serveSignIn } = await import('./sign-in.ts');
        accept();
        await serveSignIn(host.remotes.signIns, hello, socket);
      },
      async approvals(_hello, socket, accept) {
        const { serveTerminal } = await import('./approvals.ts');
        if (socket.destroyed) return;
        accept();
        serveTerminal(desk, socket);
      },
      async rules(_hello, socket, accept) {
        const { serveRules } = await import('./rules.ts');
        if (socket.destroyed) return;
        accept();
        serveRules(host, desk, socket);
      },
      async clients(_hello, socket, accept) {
        const { serveClientChanges } = await import('./clients.ts');
        if (socket.destroyed) return;
        accept();
        serveClientChanges(host, desk, socket);
      },
      async 'azure-token'({ scope }, socket, accept) {
        const { serveAzureToken } = await import('./azure-token.ts');
        accept();
        await serveAzureToken(host.azure, scope, socket);
      },
    },
  });
}
