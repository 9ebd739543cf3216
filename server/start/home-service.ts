// The host of a PATCHBAY_HOME with all its doors: HTTP for clients with tokens, the control socket for programs of
// this user. The command line and the desktop app run the same one.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Desk } from '../approvals/broker.ts';
import { createTerminalDesk } from '../approvals/terminal.ts';
import { isLoopback } from '../base/loopback.ts';
import { version } from '../base/program.ts';
import { hasExpired, openTokenStore, type TokenStore } from '../config/client-tokens.ts';
import { controlPlaceOf } from '../config/control-place.ts';
import { openPassphraseStore } from '../config/passphrase.ts';
import type { Paths } from '../config/paths.ts';
import { anonymousPrincipal, localPrincipal } from '../config/principals.ts';
import { askStatus } from '../control/ask-host.ts';
import { serveControl } from '../control/handlers/control.ts';
import { claimHost, type HostLock } from '../control/lock.ts';
import { hostAlreadyRunning } from '../errors/control.ts';
import { noAuthNeedsLoopback } from '../errors/http.ts';
import type { Host, HostObserver, HostPolicy } from '../host/host.ts';
import { serveHttp } from '../transports/http/server.ts';
import { type Runtime, startHostIn } from './runtime.ts';

export interface ServiceOptions {
  readonly runtime: Runtime;
  /** 0 picks a free one. */
  readonly port: number;
  /** Desks in addition to the terminal's. */
  readonly desks?: readonly Desk[];
  readonly policy?: HostPolicy;
  readonly observer?: HostObserver;
  /** Called when a client without a valid token was refused. */
  onRefused?(client: string): void;
}

export interface Service {
  readonly host: Host;
  readonly tokens: TokenStore;
  /** The URL for clients. */
  readonly url: string;
  /** Answers running calls, then closes every door. Calling it twice is harmless. */
  close(): Promise<void>;
}

/** A host needs up to this long to end; its successor waits. */
const PREDECESSOR_WAIT_MS = 5000;

/** @throws no-auth-needs-loopback, host-already-running, port-in-use, file-broken, and what startHost throws */
export async function startService(options: ServiceOptions): Promise<Service> {
  const { options: runOptions, paths } = options.runtime;
  if (!runOptions.needsToken && !isLoopback(runOptions.host)) {
    throw noAuthNeedsLoopback(runOptions.host);
  }
  const lock = runOptions.isStandalone ? undefined : await claimHome(paths);
  try {
    return await serve(options, lock);
  } catch (error) {
    await lock?.release();
    throw error;
  }
}

async function serve(options: ServiceOptions, lock: HostLock | undefined): Promise<Service> {
  const { runtime, port, policy, observer } = options;
  const { options: runOptions, paths, logger, redactor, clientFolder } = runtime;
  const startedAt = new Date();
  const tokens = openTokenStore(paths.tokensFile);
  const anonymous = anonymousPrincipal(runOptions.ceiling);
  const local = localPrincipal(runOptions.ceiling);
  const isKnown = (id: string) =>
    !runOptions.needsToken ||
    tokens.list().some((token) => token.id === id && !hasExpired(token, Date.now()));
  const addresses: string[] = [];
  // Fails early if the token file is broken.
  if (runOptions.needsToken) tokens.list();
  const desk = createTerminalDesk({
    passphrase: openPassphraseStore(paths.passphraseFile),
    describe: (approval) => host.describe(approval),
    exposedThreads: () => host.runningThreads().flatMap(({ id, isExposed }) => (isExposed ? [id] : [])),
  });
  const desks = [...(lock ? [desk] : []), ...(options.desks ?? [])];
  const host = startHostIn(runtime, addresses, { desks, policy, observer });
  try {
    const server = await serveHttp({
      ...runOptions,
      port,
      identify(token) {
        if (!runOptions.needsToken) return { kind: 'valid', principal: anonymous };
        const verified = token === undefined ? undefined : tokens.verify(token, runOptions.ceiling);
        if (token !== undefined && verified) redactor.know(token);
        return verified;
      },
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
      onRefused: options.onRefused,
      logger: logger.with({ scope: 'http' }),
    });
    addresses.push(new URL(server.url).host);
    logger.info('listening', { url: server.url });
    const about = {
      url: server.url,
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
      tokens,
      url: server.url,
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

/** @throws host-already-running */
async function claimHome({ patchbayHome }: Paths): Promise<HostLock> {
  const place = controlPlaceOf(patchbayHome);
  const deadline = Date.now() + PREDECESSOR_WAIT_MS;
  while (true) {
    const lock = await claimHost(place);
    if (lock) return lock;
    const other = await askStatus(place);
    const isEnding = other.kind === 'nobody' || (other.kind === 'refused' && other.code === 'shutting-down');
    if (!isEnding || Date.now() > deadline) {
      throw hostAlreadyRunning(patchbayHome, version, other.kind === 'running' ? other.status : undefined);
    }
    await sleep(100);
  }
}
