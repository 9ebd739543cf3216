// The servers that requests.ts compares, and clients that send one small request after another as fast as they are
// answered, with as little as the protocol asks for.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import path from 'node:path';
import type { TestHome } from '../support/home.ts';
import { patchbayFile, startHttp } from '../support/patchbay.ts';
import { eventually } from '../support/processes.ts';
import { startLines } from './lines.ts';

export interface Way {
  readonly name: string;
  readonly transport: 'stdio' | 'http';
  readonly era: '2025-11-25' | '2026-07-28';
  readonly methods: readonly string[];
}

/** There is no `ping` from 2026-07-28 on. */
export const ways: readonly Way[] = [
  { name: 'stdio 2025-11-25', transport: 'stdio', era: '2025-11-25', methods: ['tools/list', 'ping'] },
  { name: 'stdio 2026-07-28', transport: 'stdio', era: '2026-07-28', methods: ['tools/list'] },
  { name: 'HTTP 2025-11-25', transport: 'http', era: '2025-11-25', methods: ['tools/list', 'ping'] },
  { name: 'HTTP 2026-07-28', transport: 'http', era: '2026-07-28', methods: ['tools/list'] },
];

/** A server with a client connected to it. */
export interface RequestServer {
  readonly pid: number;
  /** Sends so many requests, a few at once, and waits for their answers. */
  ask(method: string, count: number): Promise<void>;
  end(): Promise<void>;
}

interface Address {
  readonly url: string;
  readonly token: string;
  readonly pid: number;
}

const AT_ONCE = 8;
const bareFile = path.join(import.meta.dirname, 'bare-server.ts');
const clientInfo = { name: 'bench', version: '1.0.0' };
const envelope = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
  'io.modelcontextprotocol/clientInfo': clientInfo,
};

export async function requestServers(home: TestHome) {
  const patchbay = await startHttp(home);
  const ours: Address = { ...patchbay, pid: patchbay.child.pid as number };
  const tools = await toolsOf(ours);
  const env = { ...home.env, TOOLS: JSON.stringify(tools) };
  const bareChild = spawn(process.execPath, [bareFile, 'http'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const bare: Address = { url: await firstLine(bareChild), token: '', pid: bareChild.pid as number };

  function openStdio(name: 'patchbay' | 'bare', way: Way): Promise<RequestServer> {
    const args = name === 'bare' ? [bareFile, 'stdio'] : [patchbayFile, 'mcp-server', '--standalone'];
    return overStdio(args, env, way);
  }
  return {
    /** Connects a client; over HTTP to the server that runs already. */
    open: (name: 'patchbay' | 'bare', way: Way): Promise<RequestServer> =>
      way.transport === 'stdio' ? openStdio(name, way) : overHttp(name === 'bare' ? bare : ours, way),
    async close() {
      bareChild.kill();
      await patchbay.stop();
    },
  };
}

async function overStdio(args: readonly string[], env: Record<string, string>, way: Way) {
  const child = startLines(process.execPath, args, { cwd: process.cwd(), env });
  const params = way.era === '2026-07-28' ? { _meta: envelope } : {};
  if (way.era === '2025-11-25') {
    await child.request('initialize', { protocolVersion: way.era, capabilities: {}, clientInfo });
    child.notify('notifications/initialized');
  }
  return {
    pid: child.pid,
    ask: (method: string, count: number) => repeat(count, () => child.request(method, params)),
    end: child.end,
  };
}

async function overHttp(server: Address, way: Way): Promise<RequestServer> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const modern = way.era === '2026-07-28';
  let session: string | undefined;
  if (!modern) {
    const params = { protocolVersion: way.era, capabilities: {}, clientInfo };
    const { headers } = await post(server, agent, message('initialize', params), {});
    session = headers['mcp-session-id'] as string;
  }
  const headersOf = (method: string) => ({
    'mcp-protocol-version': way.era,
    ...(session !== undefined && { 'mcp-session-id': session }),
    ...(modern && { 'mcp-method': method }),
  });
  return {
    pid: server.pid,
    ask: (method, count) =>
      repeat(count, async () => {
        const body = message(method, modern ? { _meta: envelope } : {});
        const { text } = await post(server, agent, body, headersOf(method));
        if (!text.includes('"result"')) throw new Error(`the answer to ${method} is ${text}`);
      }),
    end: async () => agent.destroy(),
  };
}

async function toolsOf(server: Address): Promise<unknown> {
  const agent = new http.Agent();
  const headers = { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/list' };
  const { text } = await post(server, agent, message('tools/list', { _meta: envelope }), headers);
  const data = /^data: (\{.*\})$/m.exec(text)?.[1] ?? text;
  return JSON.parse(data).result.tools;
}

async function repeat(count: number, work: () => Promise<unknown>): Promise<void> {
  let begun = 0;
  const lane = async () => {
    while (begun++ < count) await work();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

let lastId = 0;

function message(method: string, params: object): string {
  lastId += 1;
  return JSON.stringify({ jsonrpc: '2.0', id: lastId, method, params });
}

function post(server: Address, agent: http.Agent, body: string, headers: Record<string, string>) {
  return new Promise<{ text: string; headers: http.IncomingHttpHeaders }>((resolve, reject) => {
    const request = http.request(server.url, {
      method: 'POST',
      agent,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'content-length': Buffer.byteLength(body),
        ...(server.token && { authorization: `Bearer ${server.token}` }),
        ...headers,
      },
    });
    request.on('error', reject);
    request.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ text, headers: response.headers }));
      response.on('error', reject);
    });
    request.end(body);
  });
}

async function firstLine(child: ChildProcess): Promise<string> {
  let text = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  void once(child, 'exit');
  return await eventually(() => /^(\S+)\n/.exec(text)?.[1]);
}
