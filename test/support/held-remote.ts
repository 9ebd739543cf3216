// An MCP server at an address that can hold back its answers to one method, like one that hangs, until it is let go.
import { once } from 'node:events';
import http, { type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

export interface HeldRemote {
  readonly url: string;
  /** How many requests wait for their answer. */
  readonly waiting: number;
  /** How many of them were given up. */
  readonly givenUp: number;
  /** Answers what waits, and holds back no more. */
  letGo(): void;
  close(): Promise<void>;
}

/** @param held the method that is not answered at first */
export async function serveHeld(held: string): Promise<HeldRemote> {
  const waiting: (() => void)[] = [];
  let isHolding = true;
  let givenUp = 0;
  const server = http.createServer(async (request, response) => {
    if (request.method !== 'POST') return void response.writeHead(405).end();
    const { id, method } = (await json(request)) as { id?: number; method: string };
    if (id === undefined) return void response.writeHead(202).end();
    const answer = () => sendResult(response, id, resultOf(method));
    if (!isHolding || method !== held) return answer();
    waiting.push(answer);
    response.once('close', () => {
      if (!response.writableFinished) givenUp += 1;
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    get waiting() {
      return waiting.length;
    },
    get givenUp() {
      return givenUp;
    },
    letGo() {
      isHolding = false;
      for (const answer of waiting.splice(0)) answer();
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function sendResult(response: ServerResponse, id: number, result: object): void {
  response.writeHead(200, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ jsonrpc: '2.0', id, result }));
}

function resultOf(method: string): object {
  switch (method) {
    case 'initialize':
      return {
        protocolVersion: '2025-06-18',
        capabilities: { tools: {}, logging: {} },
        serverInfo: { name: 'held', version: '1.0.0' },
      };
    case 'tools/list':
      return { tools: [{ name: 'late', inputSchema: { type: 'object' } }] };
    default:
      return {};
  }
}
