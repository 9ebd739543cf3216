// `patchbay mcp-server`: one host, served on stdio or over HTTP, until the client is gone or a signal comes.

import type { McpServerOptions } from '../start/run-options.ts';
import { openRuntime, type Runtime } from '../start/runtime.ts';
import type { ClientInput } from './early-answer.ts';
import { exitCodes } from './exit-codes.ts';
import { waitForSignal } from './signals.ts';

/**
 * @param client on stdio, if it is not just standard input: what was read already, and what was answered
 * @returns the exit code
 */
export async function mcpServer(
  options: McpServerOptions,
  client: ClientInput = { input: process.stdin },
): Promise<number> {
  const ended = waitForSignal();
  const runtime = await openRuntime(options);
  try {
    if (options.port === undefined) return await serveOnStdio(runtime, ended, client);
    const { serveOverHttp } = await import('./http-host.ts');
    return await serveOverHttp(runtime, options.port, ended);
  } finally {
    await runtime.close();
  }
}

async function serveOnStdio(runtime: Runtime, ended: Promise<number>, client: ClientInput): Promise<number> {
  const { openStreamHost } = await import('../start/stream-service.ts');
  const host = await openStreamHost(runtime, { ...client, output: process.stdout });
  try {
    return await Promise.race([host.gone.then(() => exitCodes.ok), ended]);
  } finally {
    await host.close();
  }
}
