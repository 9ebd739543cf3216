// An MCP server over HTTP that writes down who asks and lets in whom a test wants.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { z } from 'zod';

export interface SeenRequest {
  /** As the client spelled it. */
  readonly host: string;
  readonly headers: http.IncomingHttpHeaders;
  /** Without `Bearer `. */
  readonly token: string | undefined;
}

export type Admission =
  | { readonly status: 200 }
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string };

export interface GuardedRemote {
  readonly listener: http.RequestListener;
  readonly seen: SeenRequest[];
}

/** @param admit 200 lets it in; other statuses are the answer */
export function createGuardedRemote(admit: (request: SeenRequest) => Admission): GuardedRemote {
  const seen: SeenRequest[] = [];
  async function serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const { headers } = request;
    const token = headers.authorization?.replace(/^Bearer /, '');
    const one = { host: headers.host ?? '', headers, token };
    seen.push(one);
    const admission = admit(one);
    if (admission.status !== 200) {
      request.resume();
      const { headers: more, body } = admission as Extract<Admission, { body?: string }>;
      response.writeHead(admission.status, { ...more }).end(body);
      return;
    }
    // One for each request: they share nothing.
    const server = new McpServer({ name: 'guarded', version: '1.0.0' });
    server.registerTool('echo', { inputSchema: { text: z.string() } }, ({ text }) => ({
      content: [{ type: 'text', text: `echo: ${text}` }],
    }));
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: undefined,
      enableJsonResponse: true,
    } as never);
    response.on('close', () => void server.close());
    await server.connect(transport as never);
    await transport.handleRequest(request, response);
  }
  return {
    seen,
    listener: (request, response) => {
      serve(request, response).catch(() => response.destroy());
    },
  };
}

/** Serves it on loopback without TLS. */
export async function serveGuarded(
  remote: GuardedRemote,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = http.createServer(remote.listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
