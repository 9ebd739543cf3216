// What requests.ts compares with: the official SDK and nothing else, on stdio or over HTTP, in both eras. It lists the
// tools that it is given, so that its answers are as long as ours.
//   node bare-server.ts stdio|http   (tools as JSON in TOOLS; over HTTP the address is the first line of stdout)
import { randomUUID } from 'node:crypto';
import http, { type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type NodeIncomingMessageLike,
  NodeStreamableHTTPServerTransport,
  toNodeHandler,
  toWebRequest,
} from '@modelcontextprotocol/node';
import { createMcpHandler, isLegacyRequest, Server } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';

const tools = JSON.parse(process.env['TOOLS'] ?? '[]');

function createServer(): Server {
  const server = new Server({ name: 'bare', version: '1.0.0' }, { capabilities: { tools: {} } });
  server.setRequestHandler('tools/list', () => ({ tools }));
  return server;
}

function serveHttp(): void {
  const sessions = new Map<string, NodeStreamableHTTPServerTransport>();
  const modern = toNodeHandler(createMcpHandler(createServer, { legacy: 'reject', responseMode: 'sse' }));

  async function sessionOf(id: string | undefined): Promise<NodeStreamableHTTPServerTransport> {
    const known = id === undefined ? undefined : sessions.get(id);
    if (known) return known;
    const transport = new NodeStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (opened) => void sessions.set(opened, transport),
    });
    await createServer().connect(transport);
    return transport;
  }

  const server = http.createServer(async (incoming, response) => {
    const request = incoming as NodeIncomingMessageLike & IncomingMessage;
    let text = '';
    for await (const chunk of request.setEncoding('utf8')) text += chunk;
    const body = JSON.parse(text);
    if (!(await isLegacyRequest(await toWebRequest(request, body))))
      return await modern(request, response, body);
    const transport = await sessionOf(request.headers['mcp-session-id'] as string | undefined);
    await transport.handleRequest(request, response, body);
  });
  server.listen(0, '127.0.0.1', () => {
    process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp\n`);
  });
}

if (process.argv[2] === 'http') serveHttp();
else serveStdio(createServer);
