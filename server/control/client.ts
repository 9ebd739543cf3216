// The other side of the control socket: finds the host of a PATCHBAY_HOME and introduces itself. The relay starts
// with this, so it loads nothing.
import net from 'node:net';
import { version } from '../base/program.ts';
import { type ControlPlace, isControlFolderSafe, socketsIn } from '../config/control-place.ts';
import { readFirstLine } from './first-line.ts';
import type { ControlAnswer, Hello } from './messages/hello.ts';

export type Contact =
  /** Nobody listens. */
  | { readonly kind: 'nobody' }
  /** Somebody listens but does not answer. */
  | { readonly kind: 'silent' }
  | ({ readonly kind: 'refused' } & Extract<ControlAnswer, { ok: false }>)
  /** Connected. The socket is paused right after the host's answer. */
  | { readonly kind: 'open'; readonly socket: net.Socket; readonly pid: number | undefined };

type Purpose<H> = H extends Hello ? Omit<H, 'patchbay' | 'version' | 'pid'> : never;

const ANSWER_TIMEOUT_MS = 2000;

/**
 * @param purpose why we connect
 * @throws control-folder-not-safe when somebody else could listen there
 */
export async function contactHost(place: ControlPlace, purpose: Purpose<Hello>): Promise<Contact> {
  for (const address of addressesOf(place)) {
    const socket = await connect(address);
    if (!socket) continue;
    const hello = { patchbay: 1, version, pid: process.pid, ...purpose } satisfies Hello;
    socket.write(`${JSON.stringify(hello)}\n`);
    const line = await readFirstLine(socket, ANSWER_TIMEOUT_MS);
    const answer = line === undefined ? undefined : parseAnswer(line);
    if (answer?.ok) return { kind: 'open', socket, pid: answer.pid };
    const hasHungUp = socket.readableEnded || socket.destroyed;
    socket.destroy();
    if (answer) return { kind: 'refused', ...answer };
    // A process that hangs up without an answer tried to become the host and failed.
    if (!hasHungUp) return { kind: 'silent' };
  }
  return { kind: 'nobody' };
}

function addressesOf(place: ControlPlace): string[] {
  if (place.kind === 'pipe') return [place.name];
  if (!isControlFolderSafe(place.folder)) return [];
  return socketsIn(place.folder).map(({ file }) => file);
}

function connect(address: string): Promise<net.Socket | undefined> {
  return new Promise((resolve) => {
    const socket = net.connect(address);
    const timer = setTimeout(() => socket.destroy(), ANSWER_TIMEOUT_MS);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => {
      clearTimeout(timer);
      resolve(undefined);
    });
    socket.once('connect', () => {
      clearTimeout(timer);
      resolve(socket);
    });
  });
}

function parseAnswer(line: string): ControlAnswer | undefined {
  try {
    const answer = JSON.parse(line) as ControlAnswer | null;
    if (typeof answer?.patchbay !== 'number' || typeof answer.ok !== 'boolean') return undefined;
    // Only a refusal can be understood from every release.
    return answer.ok && answer.patchbay !== 1 ? undefined : answer;
  } catch {
    return undefined;
  }
}
