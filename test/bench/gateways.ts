// What remotes.ts compares: Patchbay, gateways from npm, and the floor, each with the same echo server on stdio behind
// it. Isolated: every session has a server process of its own. Shared: all sessions have one together.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
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
  /** What it calls the tool `echo`. */
  readonly tool?: string;
  /** Whether it speaks only HTTP with SSE, as in 2024-11-05. */
  readonly isSse?: boolean;
  stop(): Promise<void>;
}

interface Contestant {
  readonly arrangement: 'isolated' | 'shared';
  readonly kind: 'patchbay' | 'floor' | 'peer';
  start(home: TestHome): Promise<Gateway>;
}

export const gateways = {
  patchbay: { arrangement: 'isolated', kind: 'patchbay', start: (home) => startPatchbay(home, false) },
  floor: { arrangement: 'isolated', kind: 'floor', start: (home) => startFloor(home, 'isolated') },
  supergateway: { arrangement: 'isolated', kind: 'peer', start: startSupergateway },
  'patchbay, shared': { arrangement: 'shared', kind: 'patchbay', start: (home) => startPatchbay(home, true) },
  'floor, shared': { arrangement: 'shared', kind: 'floor', start: (home) => startFloor(home, 'shared') },
  'mcp-proxy': { arrangement: 'shared', kind: 'peer', start: startMcpProxy },
  'mcp-hub': { arrangement: 'shared', kind: 'peer', start: startMcpHub },
} satisfies Record<string, Contestant>;

async function startPatchbay(home: TestHome, isShared: boolean): Promise<Gateway> {
  fs.writeFileSync(path.join(home.codexHome, 'config.toml'), probeTable('probe'));
  fs.mkdirSync(home.patchbayHome, { recursive: true, mode: 0o700 });
  const settings = { version: 1, remotes: { probe: { shared: isShared } } };
  fs.writeFileSync(path.join(home.patchbayHome, 'settings.json'), JSON.stringify(settings));
  const { url, child, stop } = await startHttp(home, ['--no-auth']);
  return { url: `${url}/probe`, pid: child.pid as number, stop: async () => void (await stop()) };
}

async function startFloor(home: TestHome, arrangement: string): Promise<Gateway> {
  const file = path.join(import.meta.dirname, 'floor-server.ts');
  const child = spawn(process.execPath, [file, arrangement, process.execPath, probeFile], {
    env: home.env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [url] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
  return { url: url.trim(), pid: child.pid as number, stop: () => end(child) };
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

async function startMcpHub(home: TestHome): Promise<Gateway> {
  const words = await mcpHubWords(home);
  const started = await startPeer(home, (port) => [...words, '--port', String(port)], 'GET');
  return { ...started, tool: 'probe__echo', isSse: true };
}

/** What Node runs for mcp-hub with the echo server, without its port. */
export async function mcpHubWords(home: TestHome): Promise<string[]> {
  const file = await fetchClient('mcp-hub', 'mcp-hub@4.2.1', 'dist/cli.js');
  const config = path.join(home.folder, 'mcp-hub.json');
  const probe = { command: process.execPath, args: [probeFile] };
  fs.writeFileSync(config, JSON.stringify({ mcpServers: { probe } }));
  return [file, '--config', config];
}

async function startPeer(
  home: TestHome,
  words: (port: number) => string[],
  method = 'POST',
): Promise<Gateway> {
  const port = await freePort();
  const child = spawn(process.execPath, words(port), { env: home.env, stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}/mcp`;
  await eventually(() => answers(url, method), {
    withinMs: 60_000,
    describe: () => `nothing answers at ${url}`,
  });
  return { url, pid: child.pid as number, stop: () => end(child) };
}

/** Ends with SIGTERM, or SIGKILL when that does not help. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
  await exited;
  clearTimeout(timer);
}

export async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function answers(url: string, method: string): Promise<boolean> {
  try {
    const response = await fetch(url, { method });
    await response.body?.cancel();
    return true;
  } catch {
    return false;
  }
}
