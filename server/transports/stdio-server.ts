// One client on a pair of streams: standard input and output, or a connection that was relayed to us. They carry MCP
// and nothing else. Its first message says which era of the protocol it speaks.
import type { Readable, Writable } from 'node:stream';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import { messageOf } from '../errors/error.ts';
import type { Logger } from '../logging/logger.ts';
import type { Session } from '../mcp/session.ts';

export interface StreamConnection {
  /** Resolves when the client is gone: the end of its input, or a broken output. */
  readonly gone: Promise<void>;
  /** Ends its session. */
  close(): Promise<void>;
}

const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

/**
 * @param open makes a session; called again when the client first asks for the newer era and then continues in the
 *   older one
 */
export function serveStreams(
  open: () => Session,
  { input, output }: { input: Readable; output: Writable },
  logger: Logger,
): StreamConnection {
  const wire = new StdioServerTransport(input, output, { maxBufferSize: MAX_MESSAGE_BYTES });
  const { close } = serveStdio(() => open().server, {
    transport: wire,
    onerror: (error) => logger.warn('stream-error', { message: messageOf(error) }),
  });
  const endSession = wire.onclose;
  const gone = new Promise<void>((resolve) => {
    wire.onclose = () => {
      endSession?.();
      resolve();
    };
  });
  // A previous reader may have paused the stream, so resume it.
  input.resume();
  return { gone, close };
}
