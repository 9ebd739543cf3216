// Waits for a client that was connected just now: until a session of it comes, the host ends, it takes too long, or the
// person presses Ctrl-C.
import { setTimeout as sleep } from 'node:timers/promises';
import type { HostStatus } from '../control/messages/hello.ts';

export type FirstConnection =
  | { readonly kind: 'connected'; readonly client: { readonly name: string; readonly version: string } }
  /** Nobody would tell. */
  | { readonly kind: 'no-host' }
  | { readonly kind: 'host-ended' }
  | { readonly kind: 'late' }
  | { readonly kind: 'interrupted'; readonly exitCode: number };

type Session = HostStatus['sessions'][number];

export async function waitForConnection(options: {
  /** Undefined while no host runs. */
  status(): Promise<HostStatus | undefined>;
  isOfClient(session: Session): boolean;
  /** Sessions from before do not count; in ms since 1970. */
  since: number;
  withinMs: number;
  everyMs: number;
  /** Resolves with an exit code. */
  interrupted: Promise<number>;
  /** Called once there is something to wait for. */
  onWaiting(): void;
}): Promise<FirstConnection> {
  const { status, isOfClient, since, withinMs, everyMs, onWaiting } = options;
  const interrupted = options.interrupted.then((exitCode) => ({ kind: 'interrupted', exitCode }) as const);
  const over = new AbortController();

  async function look(): Promise<FirstConnection> {
    const deadline = Date.now() + withinMs;
    let host = await status();
    if (!host) return { kind: 'no-host' };
    onWaiting();
    while (host) {
      const session = host.sessions.find(
        (one) => Date.parse(one.openedAt) >= since && one.client && isOfClient(one),
      );
      if (session?.client) return { kind: 'connected', client: session.client };
      if (Date.now() >= deadline) return { kind: 'late' };
      await sleep(everyMs, undefined, { signal: over.signal });
      host = await status();
    }
    return { kind: 'host-ended' };
  }

  const looking = look();
  // It ends with an abort after the person has interrupted it.
  looking.catch(() => undefined);
  try {
    return await Promise.race([looking, interrupted]);
  } finally {
    over.abort();
  }
}
