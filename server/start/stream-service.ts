// A host of its own for one client on a pair of streams.
import { localPrincipal } from '../config/principals.ts';
import type { Streams } from '../transports/stdio-server.ts';
import type { Runtime } from './runtime.ts';
import { startHostIn } from './start-host-in.ts';

export interface StreamHost {
  /** Resolves when the client is gone. */
  readonly gone: Promise<void>;
  /** Whether a turn runs. */
  isBusy(): boolean;
  close(): Promise<void>;
}

/** @throws what startHost throws */
export async function openStreamHost(runtime: Runtime, streams: Streams): Promise<StreamHost> {
  const host = startHostIn(runtime, []);
  const { serveStreams } = await import('../transports/stdio-server.ts');
  const principal = localPrincipal(runtime.options.ceiling);
  const about = { transport: 'stdio', cwd: runtime.clientFolder } as const;
  const connection = serveStreams(() => host.openSession(principal, about), streams, runtime.logger);
  return {
    gone: connection.gone,
    isBusy: () => host.runningThreads().length > 0,
    async close() {
      await host.close();
      await connection.close();
    },
  };
}
