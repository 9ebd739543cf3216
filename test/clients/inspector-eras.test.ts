// The MCP Inspector's command line, a client the project did not write, in every way that HTTP has.
import path from 'node:path';
import { describe, expect } from 'vitest';
import { type SharedHttp, test } from '../support/shared-http.ts';
import { cleanEnv, runClient } from './check.ts';

const inspector = path.resolve(import.meta.dirname, '../../node_modules/.bin/mcp-inspector');

const ways = {
  '2026-07-28 over HTTP': { path: '/mcp', flags: ['--transport', 'http', '--protocol-era', 'modern'] },
  'up to 2025-11-25 over HTTP': { path: '/mcp', flags: ['--transport', 'http', '--protocol-era', 'legacy'] },
  '2024-11-05 over HTTP+SSE': { path: '/sse', flags: ['--transport', 'sse'] },
};

describe.for(Object.keys(ways) as (keyof typeof ways)[])('the inspector, %s', (way) => {
  async function inspect(server: SharedHttp, ...args: string[]) {
    const { home, token, url } = server;
    const { path: at, flags } = ways[way];
    const header = ['--header', `Authorization: Bearer ${token}`];
    const command = [
      inspector,
      '--cli',
      new URL(at, url).href,
      ...flags,
      ...header,
      '--format',
      'json',
      '-q',
    ];
    const env = cleanEnv(home, { MCP_CATALOG_PATH: path.join(home.root, 'catalog.json') });
    const { result } = JSON.parse(await runClient([...command, ...args], { env, cwd: home.folder }));
    return result;
  }

  test('lists the tools', async ({ server }) => {
    const { tools } = await inspect(server, '--method', 'tools/list');
    expect(tools.map(({ name }: { name: string }) => name)).toEqual([
      'codex',
      'codex-reply',
      'codex-start',
      'codex-wait',
      'codex-stop',
      'codex-threads',
    ]);
  });

  test('calls codex', async ({ server }) => {
    const args = JSON.stringify({ prompt: 'hello', cwd: server.home.folder });
    const call = ['--method', 'tools/call', '--tool-name', 'codex', '--tool-args-json', args];
    const result = await inspect(server, ...call);
    expect(result.isError).toBeUndefined();
    expect(result.structuredContent).toMatchObject({
      threadId: expect.any(String),
      content: 'Hello from the fake model.',
    });
  });
});
