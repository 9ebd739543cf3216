// Exactly one host per PATCHBAY_HOME: whoever listens on its control socket. The kernel forgets a listener the moment
// its process ends, so a host that was killed leaves a file that nobody listens on, never a lock.
//
// A dead socket is not replaced, since two processes that find it dead could replace each other's. Each candidate
// binds the next higher number, which the kernel grants only once, and then gives up if there is a higher number or if
// the owner of a lower one is alive. Of two candidates that both believe to be alone, one was already listening when
// the other looked.
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ControlPlace, ensureControlFolder, socketName, socketsIn } from '../config/control-place.ts';
import { controlSocketFailed } from '../errors/control.ts';

export interface HostLock {
  /** Handles connections from now on, and those that are already waiting. */
  serve(onConnection: (socket: net.Socket) => void): void;
  /** Gives up the lock. Calling it twice is harmless. */
  release(): Promise<void>;
}

const MAX_CONNECTIONS = 1024;
/** Much longer than two candidates need to notice each other. */
const LONGEST_PAUSE_MS = 50;
const PROBE_TIMEOUT_MS = 2000;

/**
 * @returns undefined when another process holds the lock
 * @throws control-folder-not-safe, control-socket-failed
 */
export async function claimHost(place: ControlPlace): Promise<HostLock | undefined> {
  if (place.kind === 'pipe') return listenOn(place.name);
  const { folder } = place;
  ensureControlFolder(folder);
  while (true) {
    const [highest] = socketsIn(folder);
    if (highest && (await isAlive(highest.file))) return undefined;
    const number = (highest?.number ?? 0) + 1;
    const lock = await listenOn(path.join(folder, socketName(number)));
    if (!lock) continue;
    if (await isAlone(folder, number)) {
      fs.chmodSync(path.join(folder, socketName(number)), 0o600);
      return lock;
    }
    await lock.release();
    await sleep(Math.random() * LONGEST_PAUSE_MS);
  }
}

/** Whether no other host is alive. Removes the sockets of dead ones. */
async function isAlone(folder: string, number: number): Promise<boolean> {
  for (const other of socketsIn(folder)) {
    if (other.number === number) continue;
    if (other.number > number || (await isAlive(other.file))) return false;
    fs.rmSync(other.file, { force: true });
  }
  return true;
}

/** @returns undefined when another process already listens there */
function listenOn(address: string): Promise<HostLock | undefined> {
  const waiting = new Set<net.Socket>();
  let take = (socket: net.Socket): void => void waiting.add(socket);
  const server = net.createServer({ pauseOnConnect: true }, (socket) => {
    // A client that disconnected is not our error.
    socket.on('error', () => socket.destroy());
    take(socket);
  });
  server.maxConnections = MAX_CONNECTIONS;

  const lock: HostLock = {
    serve(onConnection) {
      take = onConnection;
      for (const socket of waiting) onConnection(socket);
      waiting.clear();
    },
    release() {
      for (const socket of waiting) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return new Promise((resolve, reject) => {
    server.once('listening', () => resolve(lock));
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(controlSocketFailed(address, error)),
    );
    server.listen(address);
  });
}

/** A socket counts as alive unless it is certainly dead: a busy host may not answer. */
function isAlive(file: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(file);
    const finish = (isListening: boolean) => {
      socket.destroy();
      resolve(isListening);
    };
    socket.setTimeout(PROBE_TIMEOUT_MS, () => finish(true));
    socket.once('connect', () => finish(true));
    socket.once('error', ({ code }: NodeJS.ErrnoException) =>
      finish(code !== 'ECONNREFUSED' && code !== 'ENOENT'),
    );
  });
}
