// What a list of the tools of many remotes costs, when nothing has changed since the last one.
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { startHttp } from '../support/patchbay.ts';
import { httpTable } from '../support/remotes.ts';
import { benchHome } from './contestants.ts';
import { openClient } from './gateway-sessions.ts';
import { processorMsOf, type Row, row } from './measure.ts';

const REMOTES = 20;
const TOOLS_OF_EACH = 100;
const WARM_UPS = 50;
const LISTS = 400;
const MAX_MS = 5;

export async function benchLists(): Promise<Row[]> {
  const remotes = await Promise.all(Array.from({ length: REMOTES }, (_, at) => serveTools(at)));
  const home = benchHome('http://127.0.0.1:1/v1');
  const tables = remotes.map(({ url }, at) => httpTable(`service-${at}`, url));
  fs.writeFileSync(path.join(home.codexHome, 'config.toml'), tables.join('\n'));
  const host = await startHttp(home, ['--no-auth']);
  const agent = new http.Agent({ keepAlive: true });
  try {
    const client = await openClient({ url: host.url }, agent);
    let lastId = 0;
    let text = '';
    const list = async (times: number) => {
      for (let at = 0; at < times; at += 1) {
        lastId += 1;
        text = await client.send({ id: lastId, method: 'tools/list' });
      }
    };
    const firstAt = performance.now();
    await list(1);
    const firstMs = performance.now() - firstAt;
    await list(WARM_UPS);
    const before = processorMsOf(host.child.pid as number);
    await list(LISTS);
    const each = (processorMsOf(host.child.pid as number) - before) / LISTS;
    return [
      row('tools', text.split('"mcp__service-').length - 1, ''),
      row('bytes of a list', Buffer.byteLength(text), ''),
      row('first list, with connecting to the remotes', firstMs, 'ms'),
      row('each further list, processor time', each, 'ms', MAX_MS),
    ];
  } finally {
    agent.destroy();
    await host.stop();
    await Promise.all(remotes.map(({ close }) => close()));
    home.remove();
  }
}

async function serveTools(service: number): Promise<{ url: string; close(): Promise<void> }> {
  const tools = Array.from({ length: TOOLS_OF_EACH }, (_, at) => ({
    name: `tool_${at}`,
    description: `Does work ${at} of service ${service} with a record, and says in a few words what came of it.`,
    inputSchema: {
      type: 'object',
      properties: { id: { type: 'string', description: 'Which record' }, limit: { type: 'integer' } },
      required: ['id'],
    },
    annotations: { readOnlyHint: true },
  }));
  const about = { capabilities: { tools: {} }, serverInfo: { name: `service-${service}`, version: '1' } };
  const server = http.createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    request.once('end', () => {
      if (request.method !== 'POST') return void response.writeHead(405).end();
      const { id, method, params } = JSON.parse(text);
      if (id === undefined) return void response.writeHead(202).end();
      const result =
        method === 'initialize' ? { ...about, protocolVersion: params.protocolVersion } : { tools };
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify({ jsonrpc: '2.0', id, result }));
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
