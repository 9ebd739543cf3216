// Finds out which program listens on a port, as far as the system says so without extra privileges: usually for the
// user's own programs.
import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import path from 'node:path';

export interface PortOwner {
  readonly name: string;
  readonly pid: number;
}

/** By which a second Patchbay recognises the first, in the answer of /healthz. */
const HEALTH_HEADER = 'X-Patchbay';
const HEALTHY = 'ok';
/** A Patchbay on a busy machine answers within it; a program that says nothing is waited for as long. */
const HEALTH_WAIT_MS = 2000;
const LSOF_WAIT_MS = 1000;
/** The state code of listening sockets in `/proc/net/tcp`. */
const LISTENING = '0A';

/** Answers /healthz. */
export function sayHealthy(response: ServerResponse): void {
  response
    .writeHead(200, {
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Length': HEALTHY.length,
      [HEALTH_HEADER]: '1',
    })
    .end(HEALTHY);
}

/** @returns undefined when the system does not say */
export async function ownerOfPort(port: number): Promise<PortOwner | undefined> {
  try {
    if (process.platform === 'linux') return await ownerOnLinux(port);
    return process.platform === 'darwin' ? await ownerOnMac(port) : undefined;
  } catch {
    return undefined;
  }
}

/** Whether another Patchbay answers there. */
export async function isPatchbay(host: string, port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://${host}:${port}/healthz`, {
      signal: AbortSignal.timeout(HEALTH_WAIT_MS),
    });
    return response.headers.has(HEALTH_HEADER);
  } catch {
    return false;
  }
}

/** The socket table gives the socket's inode; the process that has it among its open files is the owner. */
async function ownerOnLinux(port: number): Promise<PortOwner | undefined> {
  const tables = await Promise.all(['tcp', 'tcp6'].map((name) => readText(`/proc/net/${name}`)));
  const sockets = new Set(
    tables.flatMap((table) => table.split('\n')).flatMap((line) => socketOf(line, port)),
  );
  if (sockets.size === 0) return undefined;
  const pids = (await fs.readdir('/proc')).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    const folder = `/proc/${pid}/fd`;
    for (const file of await fs.readdir(folder).catch(() => [])) {
      const target = await fs.readlink(path.join(folder, file)).catch(() => '');
      if (!sockets.has(target)) continue;
      // Not `comm`: for Node that is the name of its first thread, `MainThread`.
      const program = await fs.readlink(`/proc/${pid}/exe`);
      return { name: path.basename(program.replace(/ \(deleted\)$/, '')), pid: Number(pid) };
    }
  }
  return undefined;
}

function socketOf(line: string, port: number): string[] {
  const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/);
  const isIt = state === LISTENING && Number.parseInt(local.split(':')[1] ?? '', 16) === port;
  return isIt ? [`socket:[${inode}]`] : [];
}

function ownerOnMac(port: number): Promise<PortOwner | undefined> {
  const words = ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'];
  return new Promise((resolve) => {
    execFile('lsof', words, { timeout: LSOF_WAIT_MS }, (_error, stdout) => {
      const [, pid, name] = /^p(\d+)\nc(.+)$/m.exec(stdout) ?? [];
      resolve(name === undefined ? undefined : { name, pid: Number(pid) });
    });
  });
}

function readText(file: string): Promise<string> {
  return fs.readFile(file, 'utf8').catch(() => '');
}
