// The host's side of the control socket: reads the first line of each connection and hands it on by its kind. Only
// the owner of PATCHBAY_HOME gets here (control-place.ts), and the agent's shell does not (the folder is denied to it).
import type { Socket } from 'node:net';
import { controlVersionDiffers } from '../errors/control.ts';
import { knownError, messageOf } from '../errors/error.ts';
import { shuttingDown } from '../errors/threads.ts';
import type { Logger } from '../logging/logger.ts';
import { readFirstLine } from './first-line.ts';
import type { HostLock } from './lock.ts';
import { CONTROL_VERSION, type ControlAnswer, type Hello, helloSchema } from './messages/hello.ts';

export type ControlHandlers = {
  /**
   * Serves one connection until it ends.
   * @param accept accepts the connection; call it once, before anything is written
   * @throws a PatchbayError before accepting; the other side receives it
   */
  readonly [K in Hello['kind']]: (
    hello: Extract<Hello, { kind: K }>,
    socket: Socket,
    accept: () => void,
  ) => void | Promise<void>;
};

export interface ControlSocket {
  /** Refuses new connections from now on; existing ones continue. */
  refuse(): void;
  /** Ends the connections but keeps the lock. */
  close(): Promise<void>;
}

const HELLO_TIMEOUT_MS = 2000;
const CLOSE_WAIT_MS = 500;

export function serveControlSocket(options: {
  lock: HostLock;
  handlers: ControlHandlers;
  logger: Logger;
}): ControlSocket {
  const { lock, handlers, logger } = options;
  const open = new Set<Socket>();
  let isRefusing = false;

  lock.serve(async (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    let isAccepted = false;
    const accept = () => {
      isAccepted = true;
      answer(socket, { patchbay: CONTROL_VERSION, ok: true, pid: process.pid });
    };
    try {
      const line = await readFirstLine(socket, HELLO_TIMEOUT_MS);
      // No hello: somebody only checked whether we are alive.
      if (line === undefined) return void socket.destroy();
      if (isRefusing) throw shuttingDown();
      const hello = parseHello(line);
      logger.debug('control-connection', { kind: hello.kind, pid: hello.pid, version: hello.version });
      const handle = handlers[hello.kind] as ControlHandlers['status'];
      await handle(hello as never, socket, accept);
    } catch (error) {
      logger.info('control-connection-ended', { message: messageOf(error) });
      if (!isAccepted) answer(socket, refusal(error));
      socket.end();
    }
  });

  return {
    refuse() {
      isRefusing = true;
    },
    async close() {
      isRefusing = true;
      const closed = [...open].map((socket) => new Promise((resolve) => socket.once('close', resolve)));
      for (const socket of open) socket.end();
      const timer = setTimeout(() => {
        for (const socket of open) socket.destroy();
      }, CLOSE_WAIT_MS);
      await Promise.all(closed);
      clearTimeout(timer);
    },
  };
}

function parseHello(line: string): Hello {
  const parsed: unknown = JSON.parse(line);
  const spoken = (parsed as { patchbay?: unknown } | null)?.patchbay;
  if (spoken !== CONTROL_VERSION) throw controlVersionDiffers();
  return helloSchema.parse(parsed);
}

function answer(socket: Socket, message: ControlAnswer): void {
  socket.write(`${JSON.stringify(message)}\n`);
}

function refusal(error: unknown): ControlAnswer {
  const { code, summary, fix } = knownError(error);
  return { patchbay: CONTROL_VERSION, ok: false, code, summary, fix };
}
