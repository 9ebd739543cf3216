// One client on a pair of streams: standard input and output, or a connection that was relayed to us. They carry MCP
// and nothing else.
import type { Readable, Writable } from 'node:stream';
import type { Server } from '@modelcontextprotocol/server';
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';

const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

/**
 * Connects the session to these streams.
 * @returns a promise that resolves when the client is gone: the end of its input, or a broken output
 */
export async function serveStreams(
  session: Server,
  { input, output }: { input: Readable; output: Writable },
): Promise<{ gone: Promise<void> }> {
  const gone = new Promise<void>((resolve) => {
    session.onclose = resolve;
  });
  await session.connect(new StdioServerTransport(input, output, { maxBufferSize: MAX_MESSAGE_BYTES }));
  // A stream that was paused while somebody else read from it stays so until it is told.
  input.resume();
  return { gone };
}
