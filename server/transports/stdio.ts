// One client on standard input and output. stdout carries MCP and nothing else.
import type { Server } from '@modelcontextprotocol/server';
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';

const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

/**
 * Connects the session to this process's stdin and stdout.
 * @returns a promise that resolves when the client is gone: end of stdin, or a broken stdout
 */
export async function serveStdio(session: Server): Promise<{ gone: Promise<void> }> {
  const gone = new Promise<void>((resolve) => {
    session.onclose = resolve;
  });
  const options = { maxBufferSize: MAX_MESSAGE_BYTES };
  await session.connect(new StdioServerTransport(process.stdin, process.stdout, options));
  return { gone };
}
