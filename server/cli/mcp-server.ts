// `patchbay mcp-server`: one host, served on stdio or over HTTP, until the client is gone or a signal comes.

import type { McpServerOptions } from '../start/run-options.ts';
import { openRuntime, type Runtime } from '../start/runtime.ts';
import { openStreamHost } from '../start/stream-service.ts';
import { exitCodes } from './exit-codes.ts';
import { waitForSignal } from './signals.ts';

/**
 * @param answered the first request on standard input, if the client has its answer already
 * @returns the exit code
 */
export async function mcpServer(options: McpServerOptions, answered?: string | number): Promise<number> {
  const ended = waitForSignal();
  const runtime = await openRuntime(options);
  try {
    if (options.port === undefined) return await serveOnStdio(runtime, ended, answered);
    const { serveOverHttp } = await import('./http-host.ts');
    return await serveOverHttp(runtime, options.port, ended);
  } finally {
    await runtime.close();
  }
}

async function serveOnStdio(
  runtime: Runtime,
  ended: Promise<number>,
  answered: string | number | undefined,
): Promise<number> {
  const host = await openStreamHost(runtime, { input: process.stdin, output: process.stdout, answered });
  try {
    return await Promise.race([host.gone.then(() => exitCodes.ok), ended]);
  } finally {
    await host.close();
  }
}
