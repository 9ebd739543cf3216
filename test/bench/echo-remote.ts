// A remote at an address that does next to nothing, so that what is measured is whoever stands before it.
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface EchoRemote {
  readonly url: string;
  close(): Promise<void>;
}

export async function serveEcho(): Promise<EchoRemote> {
  const server = http.createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    request.once('end', () => {
      if (request.method !== 'POST') return void response.writeHead(405).end();
      const { id, method, params } = JSON.parse(text);
      if (id === undefined) return void response.writeHead(202).end();
      response.writeHead(200, { 'Content-Type': 'application/json', 'Mcp-Session-Id': 'echo' });
      response.end(JSON.stringify({ jsonrpc: '2.0', id, result: resultOf(method, params) }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function resultOf(method: string, params: { protocolVersion?: string; arguments?: unknown }): unknown {
  switch (method) {
    case 'initialize':
      return {
        protocolVersion: params.protocolVersion,
        capabilities: { tools: {} },
        serverInfo: { name: 'echo', version: '1.0.0' },
      };
    case 'tools/list':
      return { tools: [{ name: 'echo', inputSchema: { type: 'object', properties: {} } }] };
    case 'tools/call':
      return { content: [{ type: 'text', text: JSON.stringify(params.arguments) }] };
    default:
      return {};
  }
}
