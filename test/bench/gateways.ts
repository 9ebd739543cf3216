// What remotes.ts compares: Patchbay and gateways from npm, each with the same echo server on stdio behind it, and
// sessions over HTTP that call it as fast as it answers, with as little as the protocol asks for.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import path from 'node:path';
import { fetchClient } from '../clients/fetch.ts';
import type { TestHome } from '../support/home.ts';
import { startHttp } from '../support/patchbay.ts';
import { eventually } from '../support/processes.ts';
import { probeFile, probeTable } from '../support/remotes.ts';

export interface Gateway {
  readonly url: string;
  /** Of the gateway alone, not of the server behind it. */
  readonly pid: number;
  stop(): Promise<void>;
}

export const gateways = {
  patchbay: startPatchbay,
  supergateway: startSupergateway,
  'mcp-proxy': startMcpProxy,
};

export interface GatewaySessions {
  /** Calls so often, one at a time in each session. */
  call(times: number): Promise<void>;
  /** How many answers were not those to their calls. */
  readonly wrong: number;
}

const clientInfo = { name: 'bench', version: '1.0.0' };

export async function openSessions({ url }: Gateway, count: number): Promise<GatewaySessions> {
  const agent = new http.Agent({ keepAlive: true });
  let lastId = 0;
  let wrong = 0;

  async function openOne(): Promise<() => Promise<void>> {
    const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo };
    const { headers } = await post({ id: 'initialize', method: 'initialize', params }, {});
    const session = {
      'Mcp-Session-Id': String(headers['mcp-session-id']),
      'MCP-Protocol-Version': '2025-11-25',
    };
    await post({ method: 'notifications/initialized' }, session);
    return async () => {
      lastId += 1;
      const call = { name: 'echo', arguments: { mark: lastId } };
      const expected = `\\"mark\\":${lastId}}`;
      const { text } = await post({ id: lastId, method: 'tools/call', params: call }, session);
      if (!text.includes(expected)) wrong += 1;
    };
  }

  function post(
    message: object,
    session: http.OutgoingHttpHeaders,
  ): Promise<{ headers: http.IncomingHttpHeaders; text: string }> {
    const headers = {
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
      ...session,
    };
    return new Promise((resolve, reject) => {
      const request = http.request(url, { method: 'POST', agent, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        response.once('end', () => resolve({ headers: response.headers, text }));
      });
      request.once('error', reject);
      request.end(JSON.stringify({ jsonrpc: '2.0', ...message }));
    });
  }

  const sessions = await Promise.all(Array.from({ length: count }, openOne));
  return {
    async call(times) {
      let left = times;
      const work = async (callOnce: () => Promise<void>) => {
        while (left > 0) {
          left -= 1;
          await callOnce();
        }
      };
      await Promise.all(sessions.map(work));
    },
    get wrong() {
      return wrong;
    },
  };
}

async function startPatchbay(home: TestHome): Promise<Gateway> {
  fs.writeFileSync(path.join(home.codexHome, 'config.toml'), probeTable('probe'));
  const { url, child, stop } = await startHttp(home, ['--no-auth']);
  return { url: `${url}/probe`, pid: child.pid as number, stop: async () => void (await stop()) };
}

async function startSupergateway(home: TestHome): Promise<Gateway> {
  const file = await fetchClient('supergateway', 'supergateway@4.0.0', 'dist/index.js');
  const words = [
    '--stdio',
    `${process.execPath} ${probeFile}`,
    '--outputTransport',
    'streamableHttp',
    '--stateful',
  ];
  return await startPeer(home, (port) => [file, ...words, '--logLevel', 'none', '--port', String(port)]);
}

async function startMcpProxy(home: TestHome): Promise<Gateway> {
  const file = await fetchClient('mcp-proxy', 'mcp-proxy@6.7.19', 'dist/bin/mcp-proxy.mjs');
  const words = ['--host', '127.0.0.1', '--server', 'stream', '--', process.execPath, probeFile];
  return await startPeer(home, (port) => [file, '--port', String(port), ...words]);
}

async function startPeer(home: TestHome, words: (port: number) => string[]): Promise<Gateway> {
  const port = await freePort();
  const child = spawn(process.execPath, words(port), { env: home.env, stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}/mcp`;
  await eventually(() => answers(url), { withinMs: 20_000, describe: () => `nothing answers at ${url}` });
  return { url, pid: child.pid as number, stop: () => end(child) };
}

async function end(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
  await exited;
  clearTimeout(timer);
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function answers(url: string): Promise<boolean> {
  return fetch(url, { method: 'POST' }).then(
    () => true,
    () => false,
  );
}
