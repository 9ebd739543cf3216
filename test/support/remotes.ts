// Remotes for config.toml: real MCP servers from npm, and one spoken by hand.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import path from 'node:path';
import { compiledCode } from './prepare-run.ts';
import { eventually } from './processes.ts';

const fileIn = (folder: string) => path.resolve(import.meta.dirname, folder);
export const everythingFile = fileIn(
  '../../node_modules/@modelcontextprotocol/server-everything/dist/index.js',
);
export const filesystemFile = fileIn(
  '../../node_modules/@modelcontextprotocol/server-filesystem/dist/index.js',
);
export const memoryFile = fileIn('../../node_modules/@modelcontextprotocol/server-memory/dist/index.js');
/** The official example of a server with an app. */
export const appExampleFile = fileIn(
  '../../node_modules/@modelcontextprotocol/server-basic-vanillajs/dist/index.js',
);
export const appRemoteFile = fileIn('./app-remote.ts');
export const probeFile = fileIn('./probe-remote.ts');
export const fickleFile = fileIn('./fickle-remote.ts');
export const leavingFile = fileIn('./leaving-remote.ts');
export const modernProgramFile = fileIn('./modern-program.ts');

/** Lets a remote that is a Node program start faster. */
export const COMPILED = `env = { NODE_COMPILE_CACHE = ${JSON.stringify(compiledCode)} }`;

/** A table of `[mcp_servers]` for a program that runs on this Node. */
export function stdioTable(name: string, file: string, args: readonly string[] = [], more = ''): string {
  return `[mcp_servers.${name}]
command = ${JSON.stringify(process.execPath)}
args = ${JSON.stringify([file, ...args])}
${/^(env = |\[)/m.test(more) ? '' : COMPILED}
${more}
`;
}

export function httpTable(name: string, url: string, more = ''): string {
  return `[mcp_servers.${name}]\nurl = ${JSON.stringify(url)}\n${more}\n`;
}

export const everythingTable = (name: string) => stdioTable(name, everythingFile, ['stdio']);
export const probeTable = (name: string, modes: readonly string[] = [], more = '') =>
  stdioTable(name, probeFile, modes, more);

export interface ServedEverything {
  readonly url: string;
  readonly child: ChildProcess;
  stop(): Promise<void>;
}

/** Starts the everything server at an address, until it is stopped. */
export async function serveEverything(
  kind: 'streamableHttp' | 'sse',
  env: Readonly<Record<string, string>>,
): Promise<ServedEverything> {
  const port = await freePort();
  const child = spawn(process.execPath, [everythingFile, kind], {
    env: { ...env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = once(child, 'exit');
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const url = `http://127.0.0.1:${port}/${kind === 'sse' ? 'sse' : 'mcp'}`;
  await eventually(() => canConnect(port), { describe: () => `it does not listen: ${stderr}` });
  return {
    url,
    child,
    async stop() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
