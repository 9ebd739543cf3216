// The host of a PATCHBAY_HOME with all its doors: HTTP for clients with tokens, the control socket for programs of
// this user. The command line and the desktop app run the same one. The doors open first, and the rest is loaded then.
import { setTimeout as sleep } from 'node:timers/promises';
import { waitAtMost } from '../base/deadline.ts';
import { isLoopback } from '../base/loopback.ts';
import { version } from '../base/program.ts';
import type { TokenStore } from '../config/client-tokens.ts';
import { controlPlaceOf } from '../config/control-place.ts';
import type { Paths } from '../config/paths.ts';
import { anonymousPrincipal } from '../config/principals.ts';
import { claimHost, type HostLock } from '../control/lock.ts';
import { hostAlreadyRunning } from '../errors/control.ts';
import { noAuthNeedsLoopback } from '../errors/http.ts';
import { openFront } from '../transports/http/front.ts';
import type { Service, ServiceOptions } from './service.ts';
import { isUsualHome } from './usual-home.ts';

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
  const { runtime, port, onRefused, firstClientWaitMs } = options;
  const { options: runOptions, paths, logger, redactor } = runtime;
  const tokens = runOptions.needsToken ? await readTokens(paths) : undefined;
  const anonymous = anonymousPrincipal(runOptions.ceiling);
  const front = await openFront({
    ...runOptions,
    port,
    identify(token) {
      if (!tokens) return { kind: 'valid', principal: anonymous };
      const verified = token === undefined ? undefined : tokens.verify(token, runOptions.ceiling);
      if (token !== undefined && verified) redactor.know(token);
      return verified;
    },
    isUsual: isUsualHome(paths),
    onRefused,
    logger: logger.with({ scope: 'http' }),
  });
  try {
    if (firstClientWaitMs !== undefined) await waitAtMost(firstClientWaitMs, front.asked);
    const { serveHome } = await import('./serve-home.ts');
    return await serveHome(options, { front, tokens, lock });
  } catch (error) {
    await front.close();
    throw error;
  }
}

/** @throws file-broken */
async function readTokens({ tokensFile }: Paths): Promise<TokenStore> {
  const { openTokenStore } = await import('../config/client-tokens.ts');
  const tokens = openTokenStore(tokensFile);
  tokens.list();
  return tokens;
}

/** @throws host-already-running */
async function claimHome({ patchbayHome }: Paths): Promise<HostLock> {
  const place = controlPlaceOf(patchbayHome);
  const deadline = Date.now() + PREDECESSOR_WAIT_MS;
  while (true) {
    const lock = await claimHost(place);
    if (lock) return lock;
    const { askStatus } = await import('../control/ask-host.ts');
    const other = await askStatus(place);
    const isEnding = other.kind === 'nobody' || (other.kind === 'refused' && other.code === 'shutting-down');
    if (!isEnding || Date.now() > deadline) {
      throw hostAlreadyRunning(patchbayHome, version, other.kind === 'running' ? other.status : undefined);
    }
    await sleep(100);
  }
}
