// `patchbay mcp-server`: one host, served on stdio or over HTTP, until the client is gone or a signal comes.
import { exitCodes } from '../errors.ts';
import type { McpServerOptions } from '../options.ts';
import { openSurroundings, type Surroundings } from '../surroundings.ts';
import { waitForSignal } from './signals.ts';
import { openStreamHost } from './stream-host.ts';

/** @returns the exit code */
export async function mcpServer(options: McpServerOptions): Promise<number> {
  const ended = waitForSignal();
  const surroundings = await openSurroundings(options);
  try {
    if (options.port === undefined) return await serveOnStdio(surroundings, ended);
    const { serveOverHttp } = await import('./http-host.ts');
    return await serveOverHttp(surroundings, options.port, ended);
  } finally {
    await surroundings.close();
  }
}

async function serveOnStdio(surroundings: Surroundings, ended: Promise<number>): Promise<number> {
  const host = await openStreamHost(surroundings, { input: process.stdin, output: process.stdout });
  try {
    return await Promise.race([host.gone.then(() => exitCodes.ok), ended]);
  } finally {
    await host.close();
  }
}
