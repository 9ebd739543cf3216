// An MCP server at an address, spoken by hand, that keeps every request it hears with its headers. Its tools only read,
// but `put`, about which nothing is said.
import http, { type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Json } from './raw-http.ts';

export interface HeardRequest {
  readonly httpMethod: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Json;
}

export interface HeardRemote {
  readonly url: string;
  /** Oldest first. */
  readonly heard: HeardRequest[];
  /** While frozen it hears, but answers nothing: as behind a connection that is dead. */
  freeze(isFrozen: boolean): void;
  /** The arguments of calls of this tool. */
  callsOf(tool: string): Json[];
  close(): Promise<void>;
}

const FAILED = { code: -32055, message: 'no such thing' };
const tools = ['echo', 'put', 'ask', 'sample', 'work', 'fail', 'hidden'].map((name) => ({
  name,
  description: name,
  inputSchema: { type: 'object', properties: {} },
  ...(name !== 'put' && { annotations: { readOnlyHint: true } }),
}));

/** What `ask` and `sample` ask their client. */
const questions: Record<string, object> = {
  ask: {
    method: 'elicitation/create',
    params: {
      message: 'Which colour?',
      requestedSchema: { type: 'object', properties: { colour: { type: 'string' } } },
    },
  },
  sample: {
    method: 'sampling/createMessage',
    params: { messages: [{ role: 'user', content: { type: 'text', text: 'Which colour?' } }], maxTokens: 5 },
  },
};

/**
 * @param name stands in what `echo` says: `heard says key,value`
 * @param starts when `initialize` is answered
 */
export async function serveHeard(name = 'heard', starts = Promise.resolve()): Promise<HeardRemote> {
  const heard: HeardRequest[] = [];
  let isFrozen = false;
  const waiting = new Map<string, (answer: Json) => void>();
  let lastAsked = 0;

  async function call(id: unknown, params: Json, response: ServerResponse): Promise<void> {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    const send = (message: object) =>
      response.write(`data: ${JSON.stringify({ jsonrpc: '2.0', ...message })}\n\n`);
    const answer = (text: string) => {
      send({ id, result: { content: [{ type: 'text', text }] } });
      response.end();
    };
    const question = questions[params.name];
    if (question) {
      lastAsked += 1;
      const asked = `asked-${lastAsked}`;
      send({ id: asked, ...question });
      return answer(JSON.stringify(await new Promise((resolve) => waiting.set(asked, resolve))));
    }
    if (params.name === 'fail') {
      send({ id, error: FAILED });
      return void response.end();
    }
    if (params.name === 'work') {
      for (const message of ['digging', 'sieving']) {
        const progressToken = params._meta?.progressToken;
        send({ method: 'notifications/progress', params: { progressToken, progress: 1, message } });
        await sleep(100);
      }
    }
    answer(`${name} says ${Object.entries(params.arguments ?? {}).join(' ')}`);
  }

  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const body: Json = text ? JSON.parse(text) : undefined;
    heard.push({ httpMethod: request.method ?? '', headers: request.headers, body });
    if (isFrozen) return;
    if (request.method === 'GET') {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' }).flushHeaders();
      return;
    }
    if (body?.method === undefined) waiting.get(body?.id)?.(body.result ?? body.error);
    if (body?.id === undefined || body.method === undefined) return void response.writeHead(202).end();
    if (body.method === 'tools/call') return await call(body.id, body.params, response);
    const results: Record<string, object> = {
      initialize: {
        protocolVersion: body.params?.protocolVersion,
        capabilities: { tools: {} },
        serverInfo: { name, version: '1.0.0' },
      },
      'tools/list': { tools },
    };
    if (body.method === 'initialize') await starts;
    response.writeHead(200, { 'Content-Type': 'application/json', 'Mcp-Session-Id': 'heard-session' });
    response.end(JSON.stringify({ jsonrpc: '2.0', id: body.id, result: results[body.method] ?? {} }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    heard,
    freeze(frozen) {
      isFrozen = frozen;
    },
    callsOf: (tool) =>
      heard.flatMap(({ body }) =>
        body?.method === 'tools/call' && body.params.name === tool ? [body.params] : [],
      ),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
