// What the host of a PATCHBAY_HOME serves behind its open doors: the host itself, HTTP, and the control socket.
import { createTerminalDesk } from '../approvals/terminal.ts';
import { hasExpired, openTokenStore } from '../config/client-tokens.ts';
import { openPassphraseStore } from '../config/passphrase.ts';
import { localPrincipal } from '../config/principals.ts';
import { serveControl } from '../control/handlers/control.ts';
import { serveHttp } from '../transports/http/server.ts';
import type { Doors, Service, ServiceOptions } from './service.ts';
import { startHostIn } from './start-host-in.ts';

/** @throws what startHost throws */
export async function serveHome(options: ServiceOptions, { front, tokens, lock }: Doors): Promise<Service> {
  const { runtime, policy, observer } = options;
  const { options: runOptions, paths, logger, clientFolder } = runtime;
  const { url } = front;
  const startedAt = new Date();
  const local = localPrincipal(runOptions.ceiling);
  const isKnown = (id: string) =>
    tokens === undefined || tokens.list().some((token) => token.id === id && !hasExpired(token, Date.now()));
  const desk = createTerminalDesk({
    passphrase: openPassphraseStore(paths.passphraseFile),
    describe: (approval) => host.describe(approval),
    exposedThreads: () => host.runningThreads().flatMap(({ id, isExposed }) => (isExposed ? [id] : [])),
  });
  const desks = [...(lock ? [desk] : []), ...(options.desks ?? [])];
  const host = startHostIn(runtime, [new URL(url).host], { desks, policy, observer });
  try {
    const server = await serveHttp(front, {
      isKnown,
      // The local principal comes over the control socket and has no token that could be revoked.
      endForgotten: () => host.keepOnly((id) => id === local.id || isKnown(id)),
      // The demo has its own folder; a real client says where it works.
      openSession: (principal, scope, lease, envelope) =>
        host.openSession(principal, {
          transport: 'http',
          cwd: runOptions.isDemo ? clientFolder : undefined,
          scope,
          lease,
          envelope,
        }),
      remotes: host.remotes,
      limits: host.limits,
      onCalled: host.called,
      isPaused: host.isPaused,
      isHeldBack: host.isHeldBack,
      logger: logger.with({ scope: 'http' }),
    });
    logger.info('listening', { url });
    const about = {
      url,
      startedAt,
      codexHome: paths.codexHome,
      relayed: {
        ceiling: runOptions.ceiling,
        codexHome: runtime.clientCodexHome,
        folder: runOptions.isDemo ? clientFolder : undefined,
      },
    };
    const control =
      lock && serveControl({ lock, host, desk, about, logger: logger.with({ scope: 'control' }) });
    let closing: Promise<void> | undefined;
    async function close(): Promise<void> {
      control?.refuse();
      // Running calls are answered first, while their connections are still there.
      await host.close();
      await server.close();
      await control?.close();
      await lock?.release();
    }
    return {
      host,
      tokens: tokens ?? openTokenStore(paths.tokensFile),
      url,
      close() {
        closing ??= close();
        return closing;
      },
    };
  } catch (error) {
    await host.close();
    throw error;
  }
}
