// The first line on a control connection says who connects and why; the first line of the answer accepts or refuses.
// The rest of the connection belongs to its handler.
import type { Socket } from 'node:net';

/** The line contains PATH, which can be long. */
const MAX_BYTES = 256 * 1024;

/**
 * Reads one line and leaves the socket paused right after it.
 * @returns undefined when the other side ends, does not answer in time, or sends too much
 */
export function readFirstLine(socket: Socket, timeoutMs: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;

    const finish = (line: string | undefined, rest?: Buffer) => {
      clearTimeout(timer);
      clearImmediate(lastLook);
      socket.off('data', onData).off('close', onClose).off('end', onClose);
      socket.pause();
      if (rest && rest.length > 0) socket.unshift(rest);
      resolve(line);
    };
    const onClose = () => finish(undefined);
    const onData = (chunk: Buffer) => {
      const end = chunk.indexOf('\n');
      chunks.push(end < 0 ? chunk : chunk.subarray(0, end));
      bytes += chunk.length;
      if (end >= 0) return finish(Buffer.concat(chunks).toString(), chunk.subarray(end + 1));
      if (bytes > MAX_BYTES) finish(undefined);
    };
    let lastLook: NodeJS.Immediate | undefined;
    // What came while this process had no time itself is read before it counts as missing.
    const timer = setTimeout(() => {
      lastLook = setImmediate(onClose);
    }, timeoutMs);
    socket.on('data', onData).on('close', onClose).on('end', onClose);
    socket.resume();
  });
}
