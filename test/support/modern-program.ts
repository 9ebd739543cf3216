// The fixture server's tools as a program that speaks only MCP 2026-07-28 on its standard input and output, and one
// more with which it ends.
import { randomBytes } from 'node:crypto';
import { createRequestStateCodec, McpServer, type ServerNotifier } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { registerRounds } from './offering/rounds.ts';
import { registerTools } from './offering/tools.ts';

const codec = createRequestStateCodec<{ round: number }>({ key: randomBytes(32) });

serveStdio(
  () => {
    const server = new McpServer(
      { name: 'modern-program', version: '1.0.0' },
      { capabilities: { tools: {} }, requestState: { verify: codec.verify } },
    );
    registerTools(server, () => ({}) as ServerNotifier);
    registerRounds(server, codec);
    server.registerTool('die', { description: 'Ends in the middle of the call' }, () => {
      process.stderr.write('the disk is on fire\n');
      process.exit(7);
    });
    return server;
  },
  { legacy: 'reject' },
);
