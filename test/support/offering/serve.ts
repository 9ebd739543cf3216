// An MCP server on SDK 2.x that offers what the official conformance suite calls by name, over HTTP in one era or both.
import { randomBytes, randomUUID } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { NodeStreamableHTTPServerTransport, toNodeHandler } from '@modelcontextprotocol/node';
import { InMemoryEventStore } from '@modelcontextprotocol/sdk/examples/shared/inMemoryEventStore.js';
import {
  createMcpHandler,
  createRequestStateCodec,
  type EventStore,
  isInitializeRequest,
  type McpHttpHandler,
  McpServer,
} from '@modelcontextprotocol/server';
import express from 'express';
import { isOfLegacyEra } from '../../../server/transports/http/modern-http.ts';
import { registerRounds } from './rounds.ts';
import { registerThings } from './things.ts';
import { registerTools } from './tools.ts';

export type Eras = 'both' | 'legacy' | 'modern';

export interface OfferingServer {
  readonly url: string;
  close(): Promise<void>;
}

export async function serveOffering(eras: Eras = 'both'): Promise<OfferingServer> {
  const codec = createRequestStateCodec<{ round: number }>({ key: randomBytes(32) });
  const modern: McpHttpHandler = createMcpHandler(makeServer, { legacy: 'reject', keepAliveMs: 1000 });
  const sessions = new Map<string, NodeStreamableHTTPServerTransport>();

  function makeServer(): McpServer {
    const server = new McpServer(
      { name: 'offering', version: '1.0.0' },
      {
        capabilities: {
          tools: { listChanged: true },
          resources: { subscribe: true, listChanged: true },
          prompts: { listChanged: true },
          logging: {},
          completions: {},
        },
        requestState: { verify: codec.verify },
      },
    );
    registerTools(server, () => modern.notify);
    registerRounds(server, codec);
    registerThings(server);
    return server;
  }

  async function openSession(): Promise<NodeStreamableHTTPServerTransport> {
    const transport = new NodeStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      eventStore: new InMemoryEventStore() as EventStore,
      retryInterval: 100,
      onsessioninitialized: (id) => void sessions.set(id, transport),
    });
    await makeServer().connect(transport);
    return transport;
  }

  const answerModern = toNodeHandler(modern);
  const app = express();
  app.all('/mcp', express.json({ limit: '4mb' }), async (request, response) => {
    const isLegacy =
      eras === 'legacy' ||
      (eras === 'both' && isOfLegacyEra(request, { body: request.body, isPlain: false }));
    if (!isLegacy) return void (await answerModern(request, response, request.body));
    const held = sessions.get(request.get('mcp-session-id') ?? '');
    if (!held && !isInitializeRequest(request.body)) return void response.status(404).end();
    await (held ?? (await openSession())).handleRequest(request, response, request.body);
  });
  const server = http.createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    async close() {
      await Promise.all([modern.close(), ...[...sessions.values()].map((transport) => transport.close())]);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
