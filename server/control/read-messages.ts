// The messages that follow the first line of a control connection, on both of its sides: JSON, one a line.
import type { Socket } from 'node:net';
import { readLines } from '../base/lines.ts';
import { MAX_LINE_BYTES } from '../base/long-line.ts';

/**
 * Calls back with each message, not checked yet. A line that is not JSON, too long or nested too deeply ends the
 * connection: no Patchbay sends one.
 */
export function readMessages(socket: Socket, onMessage: (message: unknown) => void): void {
  const read = (line: string) => {
    if (socket.destroyed) return;
    let message: unknown;
    try {
      message = JSON.parse(line);
    } catch {
      return void socket.destroy();
    }
    onMessage(message);
  };
  readLines(socket, read, {
    maxBytes: MAX_LINE_BYTES,
    onTooLong() {
      socket.destroy();
      return true;
    },
    onTooDeep: () => void socket.destroy(),
  });
}
