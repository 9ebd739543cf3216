// The process whose memory `sessions.ts` measures: a host behind HTTP, as `patchbay mcp-server --port` runs it, but
// with a short life for idle sessions, and a parent that can ask how much memory is in use.

import { resolvePaths } from '../../server/config/paths.ts';
import { anonymousPrincipal } from '../../server/config/principals.ts';
import { defaultCeiling } from '../../server/contract/ceiling.ts';
import { startHost } from '../../server/host/start-host.ts';
import { openLog } from '../../server/logging/logger.ts';
import { openHttpDoor } from '../support/http-door.ts';
import { memoryOf, type ProcessMemory } from './measure.ts';

/** What the parent may send; each is answered with one message. When it disconnects, this ends. */
export type Question = 'url' | 'usage';

export interface Usage extends ProcessMemory {
  readonly sessions: number;
  /** In use on V8's heap and in buffers beside it, after everything unreachable was collected. */
  readonly heapBytes: number;
}

const collectGarbage = (globalThis as { gc?: () => void }).gc;
if (!collectGarbage) throw new Error('Start this with --expose-gc.');

const paths = resolvePaths({ env: process.env });
const log = openLog({ folder: paths.logsFolder, fileLevel: 'info', stderrLevel: 'warn' });
const principal = anonymousPrincipal(defaultCeiling);
const host = startHost({
  paths,
  env: process.env,
  logger: log.logger,
  approvalDeadlineMs: 600_000,
  ownAddresses: () => [],
});
const server = await openHttpDoor(principal, {
  openSession: (_principal, scope, lease) => host.openSession(principal, { transport: 'http', scope, lease }),
  remotes: host.remotes,
  sessionIdleMs: Number(process.argv[2]),
  logger: log.logger,
});

process.on('message', async (question: Question) => {
  process.send?.(question === 'url' ? server.url : await usage());
});
process.once('disconnect', async () => {
  await server.close();
  await host.close();
  await log.close();
});

async function usage(): Promise<Usage> {
  // What has just ended is let go of over a few turns of the event loop.
  for (let round = 0; round < 5; round += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    collectGarbage?.();
  }
  const { heapUsed, external } = process.memoryUsage();
  return { sessions: server.sessionCount, heapBytes: heapUsed + external, ...memoryOf(process.pid) };
}
