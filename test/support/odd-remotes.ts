// Remotes that answer by a plan (odd-answers.ts): as a program, and at an address in both eras.
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { TestHome } from './home.ts';
import { type OddPlan, oddAnswer, textOfAnswer } from './odd-answers.ts';
import { stdioTable } from './remotes.ts';

const programFile = path.resolve(import.meta.dirname, 'odd-program.ts');

/** A table of `[mcp_servers]` for a program that answers by the plan. */
export function oddTable(home: TestHome, name: string, plan: OddPlan, more = ''): string {
  const file = path.join(home.root, `odd-${name}.json`);
  fs.writeFileSync(file, JSON.stringify(plan));
  return stdioTable(name, programFile, [file], more);
}

export interface OddServer {
  readonly url: string;
  close(): Promise<void>;
}

/** With the transport of 2024-11-05: what is answered comes on one stream. */
export async function serveOddEvents(plan: OddPlan): Promise<OddServer> {
  let stream: http.ServerResponse | undefined;
  const server = http.createServer(async (request, response) => {
    if (request.method === 'GET') {
      stream = response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      return void stream.write('event: endpoint\ndata: /messages\n\n');
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (request.url !== '/messages') return void response.writeHead(405).end();
    response.writeHead(202).end();
    const body = JSON.parse(Buffer.concat(chunks).toString());
    const answer = body.id === undefined || body.method === undefined ? undefined : oddAnswer(plan, body);
    if (!answer) return;
    const data = textOfAnswer(answer, body.id).replaceAll('\n', '\ndata: ');
    stream?.write(`event: message\ndata: ${data}\n\n`);
  });
  return await listening(server);
}

/** @param era what it speaks; one of `modern` knows no `initialize` */
export async function serveOdd(plan: OddPlan, era: 'legacy' | 'modern'): Promise<OddServer> {
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (request.method !== 'POST') return void response.writeHead(405).end();
    const body = JSON.parse(Buffer.concat(chunks).toString());
    if (body.id === undefined || body.method === undefined) return void response.writeHead(202).end();
    const isForeign = body.method === (era === 'modern' ? 'initialize' : 'server/discover');
    const error = isForeign
      ? {
          code: era === 'modern' ? -32022 : -32601,
          message: 'not of this era',
          data: { supported: ['2026-07-28'] },
        }
      : undefined;
    const answer = oddAnswer(plan, body);
    if (error) {
      response.writeHead(400, { 'Content-Type': 'application/json' });
      return void response.end(JSON.stringify({ jsonrpc: '2.0', id: body.id, error }));
    }
    if (!answer) return;
    const { status = 200, type = 'application/json' } = 'text' in answer ? answer : {};
    response.writeHead(status, type === '' ? {} : { 'Content-Type': type });
    response.end(textOfAnswer(answer, body.id));
  });
  return await listening(server);
}

async function listening(server: http.Server): Promise<OddServer> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
