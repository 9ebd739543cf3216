// An MCP server at an address that tells everybody what it was sent: its tools answer, and fail, with the headers of the
// request.
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

export interface EchoingRemote {
  readonly url: string;
  /** The headers of every request so far, as one text. */
  heard(): string;
  close(): Promise<void>;
}

const tools = ['headers', 'fail'].map((name) => ({
  name,
  inputSchema: { type: 'object', properties: {} },
  annotations: { readOnlyHint: true },
}));

export async function startEchoingRemote(): Promise<EchoingRemote> {
  let heard = '';
  const server = http.createServer(async (request, response) => {
    const headers = JSON.stringify(request.headers);
    heard += headers;
    if (request.method !== 'POST') return void response.writeHead(405).end();
    const message = (await json(request)) as { id?: number; method: string; params?: { name?: string } };
    if (message.id === undefined) return void response.writeHead(202).end();
    const body = { jsonrpc: '2.0', id: message.id, ...answerTo(message, headers) };
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    heard: () => heard,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function answerTo(
  { method, params }: { method: string; params?: { name?: string } },
  headers: string,
): object {
  switch (method) {
    case 'initialize': {
      const serverInfo = { name: 'echoing', version: '1.0.0' };
      return { result: { protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo } };
    }
    case 'tools/list':
      return { result: { tools } };
    case 'tools/call':
      return params?.name === 'fail'
        ? { error: { code: -32000, message: `refused: ${headers}` } }
        : { result: { content: [{ type: 'text', text: `I was sent ${headers}` }] } };
    default:
      return { error: { code: -32601, message: 'unknown' } };
  }
}
